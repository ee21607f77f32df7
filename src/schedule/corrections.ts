import type { Card, CardLanguage } from '../card/card.ts';
import { type Correction, correctionOf } from '../card/corrected.ts';
import { mergedCard } from '../card/merged-card.ts';
import { cardShape, parseCard } from '../card/schema.ts';
import type { Digest } from '../digest/digest.ts';
import { type Delivery, editSlot, type NewDelivery } from '../store/delivery.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Outdated } from '../store/outbox-plan.ts';
import type { Notices } from './notices.ts';

/** What corrections are made from. */
export interface CorrectionParts {
  readonly outbox: Pick<Outbox, 'outdated' | 'renew'>;
  readonly card: (digest: Digest, language: CardLanguage) => Card;
  /** What stays wrong is said once. */
  readonly notices: Notices;
  /** The subscriptions that are corrected later: in a pause, in quiet hours. */
  readonly held: ReadonlySet<string>;
  /** The subscriptions of which nobody is notified now. */
  readonly silent: ReadonlySet<string>;
}

/**
 * What is to be done about cards of older revisions: an edit of each message, and where figures changed one notice
 * under it. A card that was not tried yet is made anew instead. The revision decides, not the text: two checkouts of
 * digests/ never take turns.
 */
export async function correctionsOf(
  parts: CorrectionParts,
  digests: readonly Digest[],
  now: number,
): Promise<readonly NewDelivery[]> {
  const byId = new Map(digests.map((digest) => [digest.id, digest]));
  // The first revision corrects nothing.
  const rows = await parts.outbox.outdated(digests.filter(({ revision }) => revision > 1));
  const made: NewDelivery[] = [];
  const faults: string[] = [];
  for (const group of Map.groupBy(rows, ({ lead }) => lead.key).values()) {
    try {
      made.push(...(await correct(parts, group, byId, now)));
    } catch (error) {
      const key = group[0]?.row.key ?? '';
      faults.push(`${key}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  parts.notices.say('a posted card is not corrected', faults);
  return made;
}

/** All that changed on one message. Throws where the stored card is of another version, or the new one cannot be made. */
async function correct(
  { outbox, card, held, silent }: CorrectionParts,
  group: readonly Outdated[],
  byId: ReadonlyMap<string, Digest>,
  now: number,
): Promise<readonly NewDelivery[]> {
  const [first] = group;
  if (!first || held.has(first.row.subscription)) return [];
  const { row, lead, digests } = first;
  const shown = digests.map((id) => found(id, byId));
  const before = parseCard(lead.card);
  const [only] = shown.length === 1 ? shown : [];
  const after = only ? card(only, before.language) : mergedCard(shown, before);
  const correction = correctionOf(before, after, shown);
  const isUntried = lead.message === null;
  // Of several that changed at once the first one's edit has them all; the next tick finds the others to be the same.
  if (!isUntried && !isSame(before, correction.card)) {
    const told = {
      key: row.key,
      digest: found(row.digest, byId),
      silent: silent.has(row.subscription),
    };
    return deliveriesOf(lead, lead.message, told, correction);
  }
  for (const each of group) {
    const { revision } = found(each.row.digest, byId);
    await outbox.renew(each, isUntried ? after : before, revision, now);
  }
  return [];
}

function found(id: string, byId: ReadonlyMap<string, Digest>): Digest {
  const digest = byId.get(id);
  if (!digest) throw new Error(`the digest ${id} that it shows is not there`);
  return digest;
}

/** True where people would see no difference; what was stored has its keys in the order of the schema. */
function isSame(stored: Card, made: Card): boolean {
  const { title, blocks } = cardShape.parse(made);
  return JSON.stringify([stored.title, stored.blocks]) === JSON.stringify([title, blocks]);
}

/** What a correction is told with: the key of the delivery of its digest, and whether anybody is notified. */
interface Told {
  readonly key: string;
  readonly digest: Digest;
  readonly silent: boolean;
}

function deliveriesOf(
  { subscription, place, key: corrects }: Delivery,
  message: NonNullable<Delivery['message']>,
  { key, digest: { id, revision }, silent }: Told,
  { card, notice }: Correction,
): readonly NewDelivery[] {
  const shared = { subscription, digest: id, revision, corrects, silent };
  const own = `${key}:r${revision}`;
  const edit: NewDelivery = { ...shared, key: own, slot: editSlot, place, card, message };
  if (notice === null) return [edit];
  const thread = place.thread ?? message.message;
  return [
    edit,
    { ...shared, key: `${own}:notice`, slot: 'notice', place: { ...place, thread }, card: notice },
  ];
}
