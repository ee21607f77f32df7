import { storeContract } from './contract.ts';
import { sqliteHome } from './homes.ts';

storeContract('SQLite', sqliteHome);
