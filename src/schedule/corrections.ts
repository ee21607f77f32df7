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

/** A delivery whose digest has changed. */
interface Changed {
  readonly row: Delivery;
  readonly digest: Digest;
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
  const { lead, digests } = first;
  const shown = digests.map((id) => found(id, byId));
  const changed = group.map(({ row }) => ({ row, digest: found(row.digest, byId) }));
  const before = parseCard(lead.card);
  const [only] = shown.length === 1 ? shown : [];
  const after = only ? card(only, before.language) : mergedCard(shown, before);
  const correction = correctionOf(before, after, shown);
  const isUntried = lead.message === null;
  if (!isUntried && !isSame(before, correction.card))
    return deliveriesOf(lead, lead.message, changed, correction, silent.has(lead.subscription));
  for (const { row, digest } of changed)
    await outbox.renew(row, isUntried ? after : before, digest.revision, now);
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

/** One edit, that of the first digest, which carries those of the others; and one notice. */
function deliveriesOf(
  { subscription, place, key: corrects }: Delivery,
  message: NonNullable<Delivery['message']>,
  changed: readonly Changed[],
  { card, notice }: Correction,
  silent: boolean,
): readonly NewDelivery[] {
  const edits = changed.map(({ row, digest: { id, revision } }) => ({
    key: `${row.key}:r${revision}`,
    subscription,
    digest: id,
    revision,
    corrects,
    silent,
    slot: editSlot,
    place,
    card,
    message,
  }));
  const [edit, ...others] = edits;
  if (!edit) return [];
  const carried = others.map((each) => ({ ...each, carriedBy: edit.key }));
  if (notice === null) return [edit, ...carried];
  const thread = place.thread ?? message.message;
  const words: NewDelivery = {
    ...edit,
    key: `${edit.key}:notice`,
    slot: 'notice',
    place: { ...place, thread },
    card: notice,
    message: null,
  };
  return [edit, ...carried, words];
}
