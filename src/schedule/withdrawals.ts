import type { Digest } from '../digest/digest.ts';
import { validOf } from '../digest/withdrawn.ts';
import type { Outbox } from '../store/outbox.ts';

/**
 * Keeps back what is not sent yet of digests that were withdrawn, and lets it go of those that stand again, unless
 * the channel is `quiet` now. What was posted is corrected as of any new revision.
 */
export async function applyWithdrawals(
  outbox: Pick<Outbox, 'withhold' | 'release'>,
  digests: readonly Digest[],
  quiet: ReadonlySet<string>,
  now: number,
): Promise<void> {
  const withdrawn = digests.filter((digest) => digest.withdrawn !== null);
  await outbox.withhold(withdrawn, now);
  const revised = validOf(digests).filter(({ revision }) => revision > 1);
  if (revised.length > 0) await outbox.release(revised, quiet, now);
}
