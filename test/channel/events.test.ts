import { beforeEach, describe, expect, it } from 'vitest';
import { parseCard } from '../../src/card/schema.ts';
import { cardText } from '../../src/card/text.ts';
import { greetingCard } from '../../src/channel/greeting.ts';
import { createHandlers } from '../../src/talk/handlers.ts';
import { createLog } from '../../src/log.ts';
import {
  type ChannelEvent,
  type Home,
  type Place,
  unknownHome,
} from '../../src/platform/platform.ts';
import type { Store } from '../../src/store/store.ts';
import { twoCompanies } from '../ask/library.ts';
import { storeOfEach } from '../store/homes.ts';
import { handlerParts } from '../support/handlers.ts';

const place: Place = { platform: 'chat', channel: 'C1', thread: null };
const told: Home = { manages: true, name: 'news', language: 'ja', zone: 'Asia/Tokyo' };
const joined: ChannelEvent = { kind: 'joined', place, by: 'U1', home: told };

let store: Store;
let asked: string[];

const stored = storeOfEach((opened) => {
  store = opened;
});
beforeEach(() => {
  asked = [];
});

function happen(...events: readonly ChannelEvent[]): Promise<void> {
  const parts = handlerParts(store, twoCompanies);
  const handlers = createHandlers({
    ...parts,
    recheck: (platform, channel) => asked.push(`recheck ${platform}/${channel}`),
    forget: async (platform) => {
      asked.push(`forget ${platform}`);
      await Promise.resolve();
    },
  });
  return events.reduce(
    (done, event) => done.then(() => handlers.happened(event)),
    Promise.resolve(),
  );
}

const states = async () =>
  (await store.channels.facts()).map(({ channel, state }) => `${channel} ${state}`);

describe('a channel that lets the bot in', () => {
  it('is greeted once, in its language, also when two processes hear of it, or it lets it in again', async () => {
    await Promise.all([happen(joined), happen(joined)]);
    await happen({ kind: 'closed', place }, joined);
    const rows = await store.outbox.list(5);
    expect(rows.map(({ key, place: at, slot }) => ({ key, at, slot }))).toEqual([
      { key: 'greeting:chat/C1', at: place, slot: 'greeting' },
    ]);
    const card = parseCard(rows[0]?.card);
    expect(card.language).toBe('ja');
    const text = cardText(card);
    expect(text).toContain('/digest 購読 メタ');
    expect(text).toContain('質問は');
    expect(text).not.toContain('Hello');
    expect(await states()).toEqual(['C1 open']);
    expect(await store.channels.facts()).toMatchObject([{ name: 'news', zone: 'Asia/Tokyo' }]);
    expect(asked).toContain('recheck chat/C1');
  });

  it('is greeted in both languages where its own is not known', async () => {
    await happen({ ...joined, home: { ...told, language: null } });
    const [row] = await store.outbox.list(1);
    const text = cardText(parseCard(row?.card));
    expect(text).toContain('/digest 購読 メタ');
    expect(text).toContain('/digest subscribe Meta');
  });

  it('is offered every company, in its words, where there is no digest yet', () => {
    const bare = cardText(greetingCard({ companies: [], digests: [] }, 'ja'));
    expect(bare).toContain('/digest 購読 すべて');
  });

  it('is greeted in the channel, not in the thread in which it was asked in', async () => {
    await happen({ ...joined, place: { ...place, thread: '100.1' } });
    expect((await store.outbox.list(1))[0]?.place.thread).toBeNull();
  });
});

describe('a channel that changes', () => {
  it('is followed, closed and opened again', async () => {
    await happen(joined, { kind: 'renamed', place, name: 'earnings' }, { kind: 'closed', place });
    expect(await states()).toEqual(['C1 closed']);
    expect(await store.channels.facts()).toMatchObject([{ name: 'earnings' }]);
    asked = [];
    await happen({ kind: 'opened', platform: 'chat', workspace: null, channel: 'C1' });
    expect(await states()).toEqual(['C1 open']);
    expect(asked).toEqual(['recheck chat/C1']);
  });

  it('is no matter where nothing goes to it, and its threads are none of it', async () => {
    await happen(
      { kind: 'renamed', place, name: 'lunch' },
      { kind: 'closed', place },
      { kind: 'deleted', place },
    );
    expect(await states()).toEqual([]);
    await happen(joined, { kind: 'deleted', place: { ...place, thread: '17.5' } });
    expect(await states()).toEqual(['C1 open']);
  });

  it('opens with all others of its platform', async () => {
    await happen(joined, { kind: 'closed', place });
    await happen({ kind: 'opened', platform: 'other', workspace: null, channel: null });
    expect(await states()).toEqual(['C1 closed']);
    await happen({ kind: 'opened', platform: 'chat', workspace: null, channel: null });
    expect(await states()).toEqual(['C1 open']);
  });

  it('keeps its subscriptions under another id', async () => {
    const handlers = createHandlers(handlerParts(store, twoCompanies));
    const speaker = {
      place,
      person: 'U1',
      language: 'en',
      addressed: true,
      toOthers: false,
      homeOf: unknownHome,
      home: () => Promise.resolve(told),
    } as const;
    await handlers.command(speaker, 'digest', 'subscribe meta');
    await happen({ kind: 'moved', place, to: 'C2' });
    const there = await handlers.command(
      { ...speaker, place: { ...place, channel: 'C2' } },
      'digest',
      'subscriptions',
    );
    expect(cardText(there.card)).toContain('Meta: Japanese');
    const here = await handlers.command(speaker, 'digest', 'subscriptions');
    expect(cardText(here.card)).toContain('no subscription yet');
  });

  it('loses what was due where it is deleted', async () => {
    await happen(joined, { kind: 'deleted', place });
    expect(await states()).toEqual(['C1 gone']);
    expect(await store.outbox.list(1)).toMatchObject([{ state: 'failed' }]);
  });
});

describe('a platform that is taken away', () => {
  it('stops, forgets its people, and goes on when it is there again', async () => {
    await happen(joined, { kind: 'uninstalled', platform: 'chat', workspace: null });
    expect(asked).toContain('forget chat');
    expect(await store.channels.pauses()).toMatchObject([{ scope: 'chat', by: 'chat' }]);
    expect((await store.acts.list(1))[0]).toMatchObject({ what: 'uninstall', target: 'chat' });
    await happen({ kind: 'opened', platform: 'chat', workspace: null, channel: null });
    expect(await store.channels.pauses()).toEqual([]);
    expect(asked.at(-1)).toBe('recheck chat/null');
  });

  it('stays paused where the operator paused it', async () => {
    await store.channels.pause('chat', 'sam', 1);
    await happen({ kind: 'opened', platform: 'chat', workspace: null, channel: null }, joined);
    expect(await store.channels.pauses()).toMatchObject([{ scope: 'chat', by: 'sam' }]);
  });
});

it('says in the log what could not be kept, and goes on', async () => {
  const lines: string[] = [];
  const log = createLog('error', (line) => lines.push(line));
  await store.close();
  await createHandlers({ ...handlerParts(store, twoCompanies), log }).happened(joined);
  expect(lines.join('')).toContain('what happened to a channel could not be kept');
  store = await stored.home.open();
});
