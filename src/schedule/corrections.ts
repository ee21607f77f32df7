import type { Card, CardLanguage } from '../card/card.ts';
import { type Correction, correctionOf } from '../card/corrected.ts';
import { cardShape } from '../card/schema.ts';
import type { Digest } from '../digest/digest.ts';
import type { Log } from '../log.ts';
import { type Delivery, editSlot, type NewDelivery } from '../store/delivery.ts';
import type { Outbox } from '../store/outbox.ts';

/** What corrections are made from. */
export interface CorrectionParts {
  readonly outbox: Pick<Outbox, 'outdated' | 'renew'>;
  readonly card: (digest: Digest, language: CardLanguage) => Card;
  readonly log: Log;
}

/**
 * What is to be done about cards of older revisions: an edit of each message, and where figures changed one notice
 * under it. A card that was not tried yet is made anew instead. The revision decides, not the text: two checkouts of
 * digests/ never take turns. Subscriptions that are `quiet` now are corrected later.
 */
export async function correctionsOf(
  parts: CorrectionParts,
  digests: readonly Digest[],
  quiet: ReadonlySet<string>,
  now: number,
): Promise<readonly NewDelivery[]> {
  const byId = new Map(digests.map((digest) => [digest.id, digest]));
  // The first revision corrects nothing.
  const rows = await parts.outbox.outdated(digests.filter(({ revision }) => revision > 1));
  const made: NewDelivery[] = [];
  for (const row of rows) {
    const digest = byId.get(row.digest);
    if (digest && !quiet.has(row.subscription))
      made.push(...(await correct(parts, row, digest, now)));
  }
  return made;
}

async function correct(
  { outbox, card, log }: CorrectionParts,
  row: Delivery,
  digest: Digest,
  now: number,
): Promise<readonly NewDelivery[]> {
  const before = cardShape.safeParse(row.card);
  if (!before.success) {
    log.warn({ key: row.key }, 'a posted card cannot be read, so it is not corrected');
    return [];
  }
  try {
    const after = card(digest, before.data.language);
    if (row.message === null) {
      await outbox.renew(row.key, after, digest.revision, now);
      return [];
    }
    const correction = correctionOf(before.data, after);
    if (!isSame(before.data, correction.card))
      return deliveriesOf(row, digest, correction, row.message);
    await outbox.renew(row.key, before.data, digest.revision, now);
    return [];
  } catch (err) {
    log.error({ err, key: row.key }, 'the correction of a card cannot be made');
    return [];
  }
}

/** True where people would see no difference; what was stored has its keys in the order of the schema. */
function isSame(stored: Card, made: Card): boolean {
  const { title, blocks } = cardShape.parse(made);
  return JSON.stringify([stored.title, stored.blocks]) === JSON.stringify([title, blocks]);
}

function deliveriesOf(
  row: Delivery,
  { id, revision }: Digest,
  { card, notice }: Correction,
  message: NonNullable<Delivery['message']>,
): readonly NewDelivery[] {
  const { subscription, place, key: corrects } = row;
  const shared = { subscription, digest: id, revision, corrects };
  const key = `${corrects}:r${revision}`;
  const edit: NewDelivery = { ...shared, key, slot: editSlot, place, card, message };
  if (notice === null) return [edit];
  const thread = place.thread ?? message.message;
  return [
    edit,
    { ...shared, key: `${key}:notice`, slot: 'notice', place: { ...place, thread }, card: notice },
  ];
}
