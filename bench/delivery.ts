// Measures planning, and deliveries against loopback peers that keep the platforms' real limits. With a name only that part runs;
// a number after it is the seed of the chaos.

import { benchChaos } from './delivery-chaos.ts';
import { benchDiscord } from './delivery-discord.ts';
import { planningBench } from './delivery-planning.ts';
import { benchWorkers } from './delivery-workers.ts';

const [only, seed] = process.argv.slice(2);
const parts: Readonly<Record<string, () => Promise<string>>> = {
  planning: planningBench,
  discord: benchDiscord,
  workers: benchWorkers,
  chaos: () => benchChaos(seed === undefined ? undefined : Number(seed)),
};

for (const [name, part] of Object.entries(parts))
  if (only === undefined || only === name) process.stdout.write(`${await part()}\n\n`);
