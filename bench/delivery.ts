// Measures planning and delivery; each part prints its own table.

import { planningBench } from './delivery-planning.ts';

process.stdout.write(`Node ${process.version}, one process\n\n`);
await planningBench();
