import { storeContract, shared } from './contract.ts';
import { postgresHome, sqliteHome } from './homes.ts';
import { startPostgres } from '../support/postgres.ts';

const server = shared(startPostgres, async (made) => made?.stop());

storeContract('SQLite', sqliteHome);
storeContract('PostgreSQL', () => postgresHome(server()));
