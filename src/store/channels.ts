import type { Transaction } from 'kysely';
import type { Database } from './database.ts';
import { moveChannel } from './channel-move.ts';
import { begins, parsed, storable } from './rows.ts';
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
  /** Which messages in the threads of its cards are questions; null for the operator's default. */
  readonly hears: string | null;
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
  /** Of one channel, or of all. */
  facts(of?: ChannelName): Promise<readonly ChannelFacts[]>;
  /** The bot was let in: what is new is kept beside what was known, and the channel is open. */
  joined(
    given: Pick<ChannelFacts, 'platform' | 'channel' | 'name' | 'language' | 'zone'>,
    by: string,
    at: number,
  ): Promise<void>;
  renamed(channel: ChannelName, name: string, at: number): Promise<void>;
  /** Settles which messages in the threads of its cards are questions; false where it was so before. */
  hear(channel: ChannelName, hears: string, by: string, at: number): Promise<boolean>;
  /** What is due in a channel that is gone for good is given up. */
  settled(channel: ChannelName, state: ChannelFacts['state'], at: number): Promise<void>;
  /** The channel has another id: all that is kept of it, its subscriptions and deliveries go by that one. */
  moved(channel: ChannelName, to: string, at: number): Promise<void>;
  /**
   * The bot is let in nowhere any more, in a workspace or (null) on the whole platform: it is paused, and who asked for
   * what there is forgotten.
   */
  left(platform: string, workspace: string | null, at: number): Promise<void>;
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
      const ended = await act('resume', scope, by, at, (trx) => endPauses(trx, [scope]));
      // What waited goes out now; where nobody can be told, at the next tick.
      if (ended) await wake().catch(() => {});
      return ended;
    },
    async facts(of) {
      const all = db.selectFrom('channels').selectAll();
      const asked = of
        ? all.where('platform', '=', of.platform).where('channel', '=', of.channel)
        : all;
      const rows = await asked.orderBy('platform').orderBy('channel').execute();
      return rows.map(({ moved_to, ...row }) => ({ ...row, movedTo: moved_to }));
    },
    async joined({ platform, channel, ...told }, by, at) {
      await act('join', `${platform}/${channel}`, by, at, async (trx) => {
        const open = { ...told, state: 'open', moved_to: null, at } as const;
        const changed = await know(trx, { platform, channel }, open);
        // Only the pause that stands for the bot being shown out; the operator's own stays.
        const above = scopesOf({ platform, channel }).slice(0, -1);
        return (await endPauses(trx, above, platform)) || changed;
      });
    },
    async renamed(channel, name, at) {
      await act('rename', targetOf(channel), channel.platform, at, (trx) =>
        know(trx, channel, { name, at }),
      );
    },
    hear: (channel, hears, by, at) =>
      act('hear', targetOf(channel), by, at, (trx) => know(trx, channel, { hears, at })),
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
          .select(['name', 'language', 'zone', 'hears'])
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
    async left(platform, workspace, at) {
      const scope = workspace === null ? platform : `${platform}/${workspace}`;
      await act('uninstall', scope, platform, at, async (trx) => {
        await addPause(trx, { scope, by: platform, at });
        await forgetWho(trx, platform, workspace === null ? '' : `${workspace}/`);
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

async function endPauses(
  trx: Transaction<Tables>,
  scopes: readonly string[],
  by: string | null = null,
): Promise<boolean> {
  const paused = trx.deleteFrom('pauses').where('scope', 'in', scopes);
  const ended = await (by === null ? paused : paused.where('by', '=', by)).executeTakeFirst();
  return ended.numDeletedRows > 0n;
}

/** Puts the platform in the place of who settled something of the channels whose ids begin so. */
async function forgetWho(trx: Transaction<Tables>, platform: string, begin: string): Promise<void> {
  const nobody = { by: platform };
  // The operator is nobody of the platform's.
  const person = begins('by', `${platform}/`);
  await trx
    .updateTable('subscriptions')
    .set(nobody)
    .where('platform', '=', platform)
    .where(begins('channel', begin))
    .where(person)
    .execute();
  for (const [table, column] of [
    ['pauses', 'scope'],
    ['acts', 'target'],
  ] as const) {
    const within = begins(column, begin === '' ? '' : `${platform}/${begin}`);
    await trx.updateTable(table).set(nobody).where(person).where(within).execute();
  }
}

/** What a pause of names the channel too: its platform, its workspace where its id names one, and itself. */
export function scopesOf({ platform, channel }: ChannelName): readonly string[] {
  const parts = channel.split('/');
  return [platform, ...parts.map((_, at) => [platform, ...parts.slice(0, at + 1)].join('/'))];
}

const factKeys = ['name', 'language', 'zone', 'state', 'moved_to', 'hears'] as const;

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
    hears: told.hears ?? before?.hears ?? null,
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
