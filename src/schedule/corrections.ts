import type { Card, CardLanguage } from '../card/card.ts';
import { type Correction, correctionOf } from '../card/corrected.ts';
import { cardShape, parseCard } from '../card/schema.ts';
import type { Digest } from '../digest/digest.ts';
import { type Delivery, editSlot, type NewDelivery } from '../store/delivery.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Notices } from './notices.ts';

/** What corrections are made from. */
export interface CorrectionParts {
  readonly outbox: Pick<Outbox, 'outdated' | 'renew'>;
  readonly card: (digest: Digest, language: CardLanguage) => Card;
  /** What stays wrong is said once. */
  readonly notices: Notices;
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
  const faults: string[] = [];
  for (const row of rows) {
    const digest = byId.get(row.digest);
    if (!digest || quiet.has(row.subscription)) continue;
    try {
      made.push(...(await correct(parts, row, digest, now)));
    } catch (error) {
      faults.push(`${row.key}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  parts.notices.say('a posted card is not corrected', faults);
  return made;
}

/** Throws where the stored card is of another version, or the new one cannot be made. */
async function correct(
  { outbox, card }: CorrectionParts,
  row: Delivery,
  digest: Digest,
  now: number,
): Promise<readonly NewDelivery[]> {
  const before = parseCard(row.card);
  const after = card(digest, before.language);
  if (row.message === null) {
    await outbox.renew(row.key, after, digest.revision, now);
    return [];
  }
  const correction = correctionOf(before, after);
  if (!isSame(before, correction.card)) return deliveriesOf(row, digest, correction, row.message);
  await outbox.renew(row.key, before, digest.revision, now);
  return [];
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
