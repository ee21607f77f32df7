import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPlanner } from '../../src/schedule/planner.ts';
import { readSubscriptions } from '../../src/schedule/subscriptions.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { sampleCard } from '../platform/contract.ts';
import { metaDigest } from '../support/meta-digest.ts';
import { startPostgres } from '../support/postgres.ts';
import { shared } from './contract.ts';
import { log } from './homes.ts';
import { forPostgres, schema0003 } from './schema-0003.ts';
import { schema0005 } from './schema-0005.ts';

const server = shared(startPostgres, async (made) => made?.stop());
const card = JSON.stringify(sampleCard('メタ 2023年第2四半期 決算'));
const message = JSON.stringify({
  place: { platform: 'preview', channel: '#a', thread: null },
  message: 'm1',
});

/** Two channels had the second quarter; a third has subscribed and had nothing yet. */
const rows = [
  `insert into marks values ('last tick', 5000)`,
  `insert into arrivals values ('meta/2023-q1', 1, 1000), ('meta/2023-q2', 1, 1000), ('meta/2023-q3', 1, 4000)`,
  `insert into subscriptions_seen values ('preview/#a/all', 1000), ('preview/#b/all', 3000), ('preview/#c/all', 5000)`,
  delivery('#a', 'meta/2023-q2', 'posted', `'${message}'`),
  delivery('#b', 'meta/2023-q2', 'pending', 'null'),
  delivery('#b', 'meta/2023-q3', 'pending', 'null'),
];

function delivery(channel: string, digest: string, state: string, ref: string): string {
  return `insert into deliveries (key, subscription, slot, platform, channel, digest, revision, card, state, attempt, lookups, not_before, message_ref, created_at, updated_at)
    values ('preview/${channel}/all:${digest}', 'preview/${channel}/all', 'on arrival', 'preview', '${channel}', '${digest}', 1, '${card}', '${state}', 0, 0, 5000, ${ref}, 5000, 5000)`;
}

/** The store of a test, in a database that these statements have made before. */
function upgraded(kind: string, statements: readonly string[]): () => Store {
  let dataDir = '';
  let store: Store | null = null;
  beforeEach(async (test) => {
    dataDir = await mkdtemp(join(tmpdir(), 'kawaraban-upgrade-'));
    const databaseUrl = kind === 'SQLite' ? undefined : await server()?.freshDatabase();
    if (kind === 'PostgreSQL' && databaseUrl === undefined) test.skip('no PostgreSQL here');
    if (databaseUrl === undefined) writeFile(join(dataDir, 'kawaraban.sqlite'), statements);
    else await writeServer(databaseUrl, statements);
    store = await openStore({ dataDir, databaseUrl, log });
  });
  afterEach(async () => {
    await store?.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  return () => store!;
}

const databases = ['SQLite', 'PostgreSQL'];

describe.each(databases)('a database of %s from before what people settle', (kind) => {
  const upgradedStore = upgraded(kind, [
    ...schema0005,
    `insert into channels values ('slack', 'C1', 'news', 'ja', 'Asia/Tokyo', 'open', null, 7)`,
    `insert into pauses values ('slack/C2', 'slack/U1', 8)`,
    `insert into seen_keys values ('slack:event:1', 9)`,
  ]);

  it('keeps what channels settled, and goes by the default for what is new', async () => {
    const { channels } = upgradedStore();
    const channel = { platform: 'slack', channel: 'C1' };
    const known = { ...channel, name: 'news', language: 'ja', zone: 'Asia/Tokyo', state: 'open' };
    expect(await channels.facts()).toEqual([{ ...known, movedTo: null, hears: null, at: 7 }]);
    expect(await channels.pauses()).toEqual([{ scope: 'slack/C2', by: 'slack/U1', at: 8 }]);
    expect(await channels.hear(channel, 'all', 'slack/U1', 10)).toBe(true);
    expect(await channels.facts()).toMatchObject([{ ...known, hears: 'all' }]);
  });

  it('has room for what is heard, installed, asked, kept, reported and printed', async () => {
    const store = upgradedStore();
    const { inbox, installations, people, kept, reports, revisions, manifests } = store;
    const heard = { platform: 'slack', heard: '{}' };
    expect(await inbox.keep({ ...heard, keys: ['slack:event:1'] }, 'a', 50, 10)).toBe(false);
    expect(await inbox.keep({ ...heard, keys: ['slack:event:2'] }, 'a', 50, 10)).toBe(true);
    await installations.keep('slack', { workspace: 'T1', name: 'n', secret: 's', at: 10 });
    expect(await installations.list('slack')).toHaveLength(1);
    await people.setLanguage('slack', 'U1', 'en', 10);
    const who = { platform: 'slack', channel: 'C1', person: 'U1' };
    expect(await people.ask(who, { person: 1, channel: 1, within: 9 }, 10)).toBeNull();
    expect(await kept.get(await kept.put('answer', 10))).toBe('answer');
    await reports.add({ ...heardReport, at: 10 });
    expect(await reports.open()).toMatchObject([heardReport]);
    await revisions.note('meta/2023-q2', 1, {}, 10);
    expect(await revisions.of('meta/2023-q2')).toHaveLength(1);
    await manifests.note('slack', ['/digest'], 10);
    expect(await manifests.of('slack')).toEqual({ commands: ['/digest'], at: 10 });
  });
});

const heardReport = {
  digest: 'meta/2023-q2',
  revision: 1,
  text: '数字が違います',
  platform: 'slack',
  channel: 'C1',
  by: 'slack/U1',
};

describe.each(databases)('a database of %s from before shared cards', (kind) => {
  const upgradedStore = upgraded(kind, [...schema0003, ...rows]);

  it('keeps its cards and messages', async () => {
    const store = upgradedStore();
    const posted = await store.outbox.get('preview/#a/all:meta/2023-q2');
    expect(posted).toMatchObject({ state: 'posted', silent: false, carriedBy: null });
    expect(JSON.stringify(posted?.card)).toBe(card);
    expect(JSON.stringify(posted?.message)).toBe(message);
    const kept = await store.outbox.list(9);
    expect(kept.map((row) => JSON.stringify(row.card))).toEqual([card, card, card]);
  });

  it('begins nothing anew, and plans what was not planned yet', async () => {
    const store = upgradedStore();
    const planner = createPlanner({
      store,
      platforms: new Map([['preview', null]]),
      // The one that two of them began with is gone: that makes none of the older ones new.
      digests: () => Promise.resolve(['2023-q1', '2023-q3'].map(quarter)),
      subscriptions: () =>
        Promise.resolve(readSubscriptions(['#a', '#b', '#c'].map(entry).join('\n'))),
      card: ({ id }) => sampleCard(id),
      log,
    });
    await planner(6000);
    const all = await store.outbox.list(9);
    expect(all.filter(({ createdAt }) => createdAt === 6000).map(({ key }) => key)).toEqual([
      'preview/#c/all:meta/2023-q3', // begins with the newest
      'preview/#a/all:meta/2023-q3', // arrived after its start
    ]);
    expect(await planner(7000)).toBe(0);
  });
});

function entry(channel: string): string {
  return `- {platform: preview, channel: '${channel}', companies: all}`;
}

function quarter(period: string) {
  return { ...metaDigest, id: `meta/${period}`, period };
}

function writeFile(path: string, statements: readonly string[]): void {
  const file = new DatabaseSync(path);
  for (const statement of statements) file.exec(statement);
  file.close();
}

async function writeServer(databaseUrl: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  for (const statement of statements.map(forPostgres)) await client.query(statement);
  await client.end();
}
