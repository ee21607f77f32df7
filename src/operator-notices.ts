import type { Outbox } from './store/outbox.ts';

/** A channel in which deliveries wait or are not accounted for: something for the operator to do. */
export interface OperatorNotice {
  /** held: the channel takes no posts. unknown: nobody knows whether they stand there. */
  readonly kind: 'held' | 'unknown';
  /** slack/C0123456789. */
  readonly channel: string;
  readonly count: number;
  /** Of `held` what is wrong and what to grant; else why it is not known. */
  readonly reason: string;
  /** Lists them. */
  readonly command: string;
}

/** What the operator must see to, channel by channel: first those that take no posts, then those of unknown outcome. */
export async function operatorNotices(
  outbox: Pick<Outbox, 'stuck'>,
): Promise<readonly OperatorNotice[]> {
  const rows = await outbox.stuck();
  return rows.map(({ state, platform, channel, count, reason }) => {
    const name = `${platform}/${channel}`;
    const command = `npx kawaraban deliveries --state ${state} --channel ${shellWord(name)}`;
    return { kind: state, channel: name, count, reason: reason ?? '', command };
  });
}

/** The command that settles a delivery, to be finished with one of three words. */
export function settleCommand(key: string): string {
  return `npx kawaraban settle ${shellWord(key)} posted|failed|again`;
}

/** A word as a shell takes it for one. */
function shellWord(word: string): string {
  return /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
