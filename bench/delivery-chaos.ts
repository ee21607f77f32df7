import { postgresHome, sqliteHome } from '../test/store/homes.ts';
import {
  chaos,
  type ChaosHome,
  type ChaosPlan,
  type ChaosResult,
} from '../test/schedule/chaos/run.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { short, tableText } from './table.ts';

const plan: Omit<ChaosPlan, 'seed' | 'workers' | 'kills'> = {
  deliveries: 2000,
  channels: 200,
  wrong: 80,
  blind: 8,
  lease: 3000,
  latency: 150,
  longest: 10 * 60_000,
};

/** 2,000 deliveries by workers that are killed at random, on both stores. */
export async function benchChaos(seed = Date.now() % 1_000_000): Promise<string> {
  const lines: string[] = [];
  const rows: string[][] = [];
  const take = (name: string, result: ChaosResult) => {
    rows.push(rowOf(name, result));
    lines.push(`${name}: ${JSON.stringify(result.faults)}`, ...named(name, result));
  };
  const embedded = await sqliteHome();
  take('embedded, 1 worker', await run({ ...embedded, databaseUrl: '' }, seed, 1, 12));
  await embedded.close();
  const server = await startPostgres();
  const shared = await postgresHome(server);
  if (shared === null) lines.push('PostgreSQL: skipped, there is none here');
  else take('PostgreSQL, 3 workers', await run({ ...shared, dataDir: '/nowhere' }, seed, 3, 36));
  await server?.stop();
  const heads = ['', 'posted', 'lost', 'twice', 'unknown', 'kill -9', 'cut off', 's'];
  return [
    `Chaos, 2,000 deliveries, seed ${seed} (aim: 0 lost, 0 twice, unknown <= 10 and only where the look was made to fail)`,
    tableText(heads, rows),
    ...lines,
  ].join('\n');
}

function run(home: ChaosHome, seed: number, workers: number, kills: number): Promise<ChaosResult> {
  return chaos(home, { ...plan, seed, workers, kills });
}

function rowOf(name: string, result: ChaosResult): string[] {
  const { posted, lost, twice, unknown, kills, cutOff, seconds } = result;
  const counts = [posted, lost.length, twice.length, unknown.length, kills, cutOff];
  return [name, ...counts.map(String), short(seconds)];
}

function named(name: string, { lost, twice, unknown, blind }: ChaosResult): string[] {
  const stray = unknown.filter((key) => !blind.includes(key));
  return [
    ...lost.map((key) => `${name}: LOST ${key}`),
    ...twice.map((key) => `${name}: TWICE ${key}`),
    ...stray.map((key) => `${name}: unknown ${key}, though it could be looked for`),
    `${name}: unknown where the look was made to fail: ${unknown.toSorted().join(' ')}`,
  ];
}
