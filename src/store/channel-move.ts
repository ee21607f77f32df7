import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ChannelName } from './channels.ts';
import { Message } from './delivery.ts';
import { begins, parsed } from './rows.ts';
import type { Tables } from './tables.ts';
import { threadKey } from './talk.ts';

const Spec = z.record(z.string(), z.unknown());

/**
 * Gives everything that names a channel its new id: subscriptions and their marks, pauses, deliveries with their
 * messages, talks. Keys of deliveries stay, as messages carry them.
 */
export async function moveChannel(
  trx: Transaction<Tables>,
  from: ChannelName,
  to: string,
): Promise<void> {
  await moveSubscriptions(trx, from, to);
  await moveMarks(trx, from, to);
  await movePause(trx, from, to);
  await moveDeliveries(trx, from, to);
  await moveTalks(trx, from, to);
}

/** An id of a subscription of the channel, as it is after the move; null for those of other channels. */
function movedId(id: string, { platform, channel }: ChannelName, to: string): string | null {
  const prefix = `${platform}/${channel}/`;
  return id.startsWith(prefix) ? `${platform}/${to}/${id.slice(prefix.length)}` : null;
}

async function moveSubscriptions(
  trx: Transaction<Tables>,
  from: ChannelName,
  to: string,
): Promise<void> {
  const rows = await trx
    .selectFrom('subscriptions')
    .selectAll()
    .where('platform', '=', from.platform)
    .where('channel', '=', from.channel)
    .execute();
  await trx
    .deleteFrom('subscriptions')
    .where('platform', '=', from.platform)
    .where('channel', '=', from.channel)
    .execute();
  for (const row of rows) {
    const spec = { ...Spec.parse(parsed(row.spec)), channel: to };
    const id = movedId(row.id, from, to) ?? row.id;
    await trx
      .insertInto('subscriptions')
      .values({ ...row, id, channel: to, spec: JSON.stringify(spec) })
      .onConflict((conflict) => conflict.doNothing()) // what was asked for under the new id counts
      .execute();
  }
}

async function moveMarks(trx: Transaction<Tables>, from: ChannelName, to: string): Promise<void> {
  const own = `${from.platform}/${from.channel}/`;
  const seen = await trx
    .selectFrom('subscriptions_seen')
    .selectAll()
    .where(begins('id', own))
    .execute();
  for (const row of seen) {
    const id = movedId(row.id, from, to);
    if (id === null) continue;
    await trx.deleteFrom('subscriptions_seen').where('id', '=', row.id).execute();
    await trx
      .insertInto('subscriptions_seen')
      .values({ ...row, id })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const slots = await trx
    .selectFrom('slots')
    .selectAll()
    .where(begins('subscription', own))
    .execute();
  for (const row of slots) {
    const subscription = movedId(row.subscription, from, to);
    if (subscription === null) continue;
    await trx
      .deleteFrom('slots')
      .where('subscription', '=', row.subscription)
      .where('slot', '=', row.slot)
      .execute();
    await trx
      .insertInto('slots')
      .values({ ...row, subscription })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

async function movePause(
  trx: Transaction<Tables>,
  { platform, channel }: ChannelName,
  to: string,
): Promise<void> {
  const scope = `${platform}/${channel}`;
  const row = await trx
    .selectFrom('pauses')
    .selectAll()
    .where('scope', '=', scope)
    .executeTakeFirst();
  if (row === undefined) return;
  await trx.deleteFrom('pauses').where('scope', '=', scope).execute();
  await trx
    .insertInto('pauses')
    .values({ ...row, scope: `${platform}/${to}` })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function moveDeliveries(
  trx: Transaction<Tables>,
  from: ChannelName,
  to: string,
): Promise<void> {
  const rows = await trx
    .selectFrom('deliveries')
    .select(['seq', 'subscription', 'message_ref'])
    .where('platform', '=', from.platform)
    .where('channel', '=', from.channel)
    .execute();
  for (const { seq, subscription, message_ref: ref } of rows) {
    const message = ref === null ? null : Message.parse(parsed(ref));
    await trx
      .updateTable('deliveries')
      .set({
        channel: to,
        subscription: movedId(subscription, from, to) ?? subscription,
        message_ref:
          message && JSON.stringify({ ...message, place: { ...message.place, channel: to } }),
      })
      .where('seq', '=', seq)
      .execute();
  }
}

async function moveTalks(trx: Transaction<Tables>, from: ChannelName, to: string): Promise<void> {
  const prefix = threadKey({ ...from, thread: null });
  for (const table of ['conversations', 'turns'] as const) {
    const rows = await trx
      .selectFrom(table)
      .select('thread')
      .distinct()
      .where('thread', 'like', `${prefix}%`)
      .execute();
    for (const { thread } of rows) {
      if (!thread.startsWith(prefix)) continue;
      const under = thread.slice(prefix.length);
      const moved = threadKey({ ...from, channel: to, thread: under });
      const taken =
        table === 'conversations' &&
        (await trx.selectFrom(table).select('thread').where('thread', '=', moved).execute())
          .length > 0;
      if (!taken)
        await trx.updateTable(table).set({ thread: moved }).where('thread', '=', thread).execute();
    }
  }
}
