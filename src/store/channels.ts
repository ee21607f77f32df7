import type { Transaction } from 'kysely';
import type { Database } from './database.ts';
import { moveChannel } from './channel-move.ts';
import { parsed, storable } from './rows.ts';
import type { ChannelsTable, Tables } from './tables.ts';
import type { Wakes } from './wakes.ts';

/** What a channel subscribed by command; `spec` is an entry as subscriptions.yaml has them. */
export interface KeptSubscription {
  readonly id: string;
  readonly platform: string;
  readonly channel: string;
  /** Any JSON. */
  readonly spec: unknown;
  readonly by: string;
  /** Epoch ms. */
  readonly at: number;
}

/** Nothing is sent in a scope: `all`, a platform, or one of its channels as `platform/channel`. */
export interface Pause {
  readonly scope: string;
  readonly by: string;
  readonly at: number;
}

/** What is known of a channel; what is not known is null. */
export interface ChannelFacts {
  readonly platform: string;
  readonly channel: string;
  readonly name: string | null;
  readonly language: string | null;
  /** IANA. */
  readonly zone: string | null;
  /** closed: it takes no posts for now. gone: deleted, or another id by now. */
  readonly state: ChannelsTable['state'];
  /** The id it has now, where the platform gave it another. */
  readonly movedTo: string | null;
  readonly at: number;
}

/** Names a channel of a platform. */
export type ChannelName = Pick<ChannelFacts, 'platform' | 'channel'>;

/** What a channel's people and its platform say of it. Every change is noted among the acts, with who and when. */
export interface Channels {
  /** In the order in which they were made. */
  subscriptions(): Promise<readonly KeptSubscription[]>;
  /** Keeps a subscription, in the place of one with the same id; `anew` where there is none now: it then begins now. */
  subscribe(given: KeptSubscription, anew?: boolean): Promise<void>;
  /** False where there is none. */
  unsubscribe(id: string, by: string, at: number): Promise<boolean>;
  pauses(): Promise<readonly Pause[]>;
  /** False where it is paused already. */
  pause(scope: string, by: string, at: number): Promise<boolean>;
  /** Wakes who sends; false where it is not paused. */
  resume(scope: string, by: string, at: number): Promise<boolean>;
  facts(): Promise<readonly ChannelFacts[]>;
  /** The bot was let in: what is new is kept beside what was known, and the channel is open. */
  joined(
    given: Pick<ChannelFacts, 'platform' | 'channel' | 'name' | 'language' | 'zone'>,
    by: string,
    at: number,
  ): Promise<void>;
  renamed(channel: ChannelName, name: string, at: number): Promise<void>;
  /** What is due in a channel that is gone for good is given up. */
  settled(channel: ChannelName, state: ChannelFacts['state'], at: number): Promise<void>;
  /** The channel has another id: all that is kept of it, its subscriptions and deliveries go by that one. */
  moved(channel: ChannelName, to: string, at: number): Promise<void>;
  /** The platform lets the bot in nowhere any more: it is paused, and who asked for what there is forgotten. */
  left(platform: string, at: number): Promise<void>;
}

/** The channels of a store. */
export function channelsOf({ db }: Database, { wake }: Pick<Wakes, 'wake'>): Channels {
  /** Changes something and notes it, both or neither; what changed nothing is no act. */
  function act(
    what: string,
    target: string,
    by: string,
    at: number,
    work: (trx: Transaction<Tables>) => Promise<boolean>,
  ): Promise<boolean> {
    return db.transaction().execute(async (trx) => {
      const changed = await work(trx);
      if (changed) await trx.insertInto('acts').values({ what, target, by, at }).execute();
      return changed;
    });
  }
  return {
    async subscriptions() {
      const rows = await db.selectFrom('subscriptions').selectAll().orderBy('at').execute();
      return rows.map(({ spec, ...row }) => ({ ...row, spec: parsed(spec) }));
    },
    async subscribe({ id, spec, by, at, ...channel }, anew = false) {
      const changed = { spec: storable(JSON.stringify(spec)), by, at };
      await act('subscribe', id, by, at, async (trx) => {
        // What came while nobody wanted it is nothing to catch up.
        if (anew) await trx.deleteFrom('subscriptions_seen').where('id', '=', id).execute();
        await trx
          .insertInto('subscriptions')
          .values({ id, ...channel, ...changed })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(changed))
          .execute();
        return true;
      });
    },
    unsubscribe: (id, by, at) =>
      act('unsubscribe', id, by, at, async (trx) => {
        const result = await trx
          .deleteFrom('subscriptions')
          .where('id', '=', id)
          .executeTakeFirst();
        return result.numDeletedRows > 0n;
      }),
    pauses: () => db.selectFrom('pauses').selectAll().orderBy('at').execute(),
    pause: (scope, by, at) =>
      act('pause', scope, by, at, (trx) => addPause(trx, { scope, by, at })),
    async resume(scope, by, at) {
      const ended = await act('resume', scope, by, at, (trx) => endPause(trx, scope));
      // What waited goes out now; where nobody can be told, at the next tick.
      if (ended) await wake().catch(() => {});
      return ended;
    },
    async facts() {
      const rows = await db
        .selectFrom('channels')
        .selectAll()
        .orderBy('platform')
        .orderBy('channel')
        .execute();
      return rows.map(({ moved_to, ...row }) => ({ ...row, movedTo: moved_to }));
    },
    async joined({ platform, channel, ...told }, by, at) {
      await act('join', `${platform}/${channel}`, by, at, async (trx) => {
        const open = { ...told, state: 'open', moved_to: null, at } as const;
        const changed = await know(trx, { platform, channel }, open);
        // Only the pause that stands for the bot being shown out; the operator's own stays.
        return (await endPause(trx, platform, platform)) || changed;
      });
    },
    async renamed(channel, name, at) {
      await act('rename', targetOf(channel), channel.platform, at, (trx) =>
        know(trx, channel, { name, at }),
      );
    },
    async settled(channel, state, at) {
      await act(stateActs[state], targetOf(channel), channel.platform, at, async (trx) => {
        const changed = await know(trx, channel, { state, at });
        if (state === 'gone') await giveUp(trx, channel, at);
        return changed;
      });
    },
    async moved(channel, to, at) {
      const target = `${targetOf(channel)} → ${to}`;
      await act('move', target, channel.platform, at, async (trx) => {
        const known = await trx
          .selectFrom('channels')
          .select(['name', 'language', 'zone'])
          .where('platform', '=', channel.platform)
          .where('channel', '=', channel.channel)
          .executeTakeFirst();
        await know(
          trx,
          { ...channel, channel: to },
          { ...known, state: 'open', moved_to: null, at },
        );
        await know(trx, channel, { state: 'gone', moved_to: to, at });
        await moveChannel(trx, channel, to);
        return true;
      });
    },
    async left(platform, at) {
      await act('uninstall', platform, platform, at, async (trx) => {
        await addPause(trx, { scope: platform, by: platform, at });
        const nobody = { by: platform };
        await trx
          .updateTable('subscriptions')
          .set(nobody)
          .where('platform', '=', platform)
          .execute();
        await trx
          .updateTable('pauses')
          .set(nobody)
          .where('scope', 'like', `${platform}/%`)
          .execute();
        await trx.updateTable('acts').set(nobody).where('by', 'like', `${platform}/%`).execute();
        return true;
      });
    },
  };
}

const stateActs = { open: 'open', closed: 'close', gone: 'delete' } as const;

function targetOf({ platform, channel }: ChannelName): string {
  return `${platform}/${channel}`;
}

async function addPause(trx: Transaction<Tables>, pause: Pause): Promise<boolean> {
  const added = await trx
    .insertInto('pauses')
    .values(pause)
    .onConflict((conflict) => conflict.column('scope').doNothing())
    .executeTakeFirst();
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

async function endPause(
  trx: Transaction<Tables>,
  scope: string,
  by: string | null = null,
): Promise<boolean> {
  const paused = trx.deleteFrom('pauses').where('scope', '=', scope);
  const ended = await (by === null ? paused : paused.where('by', '=', by)).executeTakeFirst();
  return ended.numDeletedRows > 0n;
}

const factKeys = ['name', 'language', 'zone', 'state', 'moved_to'] as const;

/** Keeps what is told of a channel, nulls aside; false where all of that was known already. */
async function know(
  trx: Transaction<Tables>,
  { platform, channel }: ChannelName,
  told: Partial<ChannelsTable> & { readonly at: number },
): Promise<boolean> {
  const before = await trx
    .selectFrom('channels')
    .selectAll()
    .where('platform', '=', platform)
    .where('channel', '=', channel)
    .executeTakeFirst();
  const after = {
    platform,
    channel,
    name: told.name ?? before?.name ?? null,
    language: told.language ?? before?.language ?? null,
    zone: told.zone ?? before?.zone ?? null,
    state: told.state ?? before?.state ?? 'open',
    moved_to: told.moved_to === undefined ? (before?.moved_to ?? null) : told.moved_to,
    at: told.at,
  };
  if (before && factKeys.every((key) => before[key] === after[key])) return false;
  await trx
    .insertInto('channels')
    .values(after)
    .onConflict((conflict) => conflict.columns(['platform', 'channel']).doUpdateSet(after))
    .execute();
  return true;
}

async function giveUp(
  trx: Transaction<Tables>,
  { platform, channel }: ChannelName,
  at: number,
): Promise<void> {
  await trx
    .updateTable('deliveries')
    .set({ state: 'failed', reason: 'The channel was deleted.', updated_at: at })
    .where('platform', '=', platform)
    .where('channel', '=', channel)
    .where('state', '=', 'pending')
    .execute();
}
