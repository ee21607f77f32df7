import type { Delivery } from './store/delivery.ts';
import type { Outbox } from './store/outbox.ts';

/** A channel in which deliveries wait or are not accounted for: something for the operator to do. */
export interface OperatorNotice {
  /** held: the channel takes no posts. unknown: nobody knows whether they stand there. */
  readonly kind: 'held' | 'unknown';
  /** slack/C0123456789. */
  readonly channel: string;
  readonly count: number;
  /** For `held` what is wrong and what to grant; else why it is not known. */
  readonly reason: string;
}

/** How many deliveries are looked at. */
const most = 500;

/** What the operator must see to, channel by channel: first those that take no posts, then those of unknown outcome. */
export async function operatorNotices(
  outbox: Pick<Outbox, 'held' | 'list'>,
): Promise<readonly OperatorNotice[]> {
  const [held, unknown] = await Promise.all([
    outbox.held(most),
    outbox.list(most, { state: 'unknown' }),
  ]);
  // The first look may find it yet: only what was looked for in vain is the operator's.
  const lost = unknown.filter(
    ({ lookups, leaseUntil, carriedBy }) =>
      carriedBy === null && (lookups > 1 || (lookups === 1 && leaseUntil === null)),
  );
  return [...grouped('held', held), ...grouped('unknown', lost)];
}

function grouped(kind: OperatorNotice['kind'], rows: readonly Delivery[]): OperatorNotice[] {
  const channels = Map.groupBy(rows, ({ place }) => `${place.platform}/${place.channel}`);
  return [...channels].map(([channel, all]) => ({
    kind,
    channel,
    count: all.length,
    reason: all.at(-1)?.reason ?? '',
  }));
}
