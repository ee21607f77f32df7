import type { Withdrawn } from '../digest/digest.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { languagesOf } from './buttons.ts';
import type { Block, Card } from './card.ts';
import { dateText } from './naming.ts';
import { divided } from './parts.ts';

/** The day of a withdrawal, as it was where it was said, and its reason; who said so is not for everyone. */
export function withdrawalText({ at, reason }: Withdrawn, lang: LanguageCode) {
  return { date: dateText(at.slice(0, 10), lang), reason };
}

/** What stands above a withdrawn digest, language by language. */
export function withdrawalBlocks(withdrawn: Withdrawn, langs: readonly LanguageCode[]): Block[] {
  return langs.flatMap((lang): Block[] => {
    const { card } = languageOf(lang).wording;
    const text = fillBlanks(card.withdrawal, withdrawalText(withdrawn, lang));
    return [
      { type: 'heading', lang, text: card.withdrawalHeading },
      { type: 'text', lang, text },
    ];
  });
}

/** What stands on top of a card because its digest was withdrawn (nothing on one that stands), and what stands below. */
export function splitWithdrawal({ blocks }: Card): {
  readonly banner: readonly Block[];
  readonly rest: readonly Block[];
} {
  const next = blocks.findIndex((block, at) => at % 2 === 0 && !isWithdrawalHeading(block));
  const end = next < 0 ? blocks.length : next;
  const isDivided = end > 0 && blocks[end]?.type === 'divider';
  return { banner: blocks.slice(0, end), rest: blocks.slice(isDivided ? end + 1 : end) };
}

/** Each is followed by its text. */
function isWithdrawalHeading(block: Block): boolean {
  return (
    block.type === 'heading' && block.text === languageOf(block.lang).wording.card.withdrawalHeading
  );
}

/**
 * What is said under a posted card on which a digest was withdrawn, for another reason than before, or stands again;
 * null where it is neither.
 */
export function withdrawalNotice(before: Card, after: Card): Card | null {
  const [was, is] = [withdrawalsIn(before), withdrawalsIn(after)];
  const fresh = without(is, was);
  if (fresh.length > 0) return { ...after, blocks: fresh.flat(), buttons: [] };
  const [gone] = is.length < was.length ? without(was, is) : [];
  return gone ? standsAgain(after, titleIn(gone) ?? after.title) : null;
}

function without(list: readonly Told[], other: readonly Told[]): readonly Told[] {
  const known = new Set(other.map((blocks) => JSON.stringify(blocks)));
  return list.filter((blocks) => !known.has(JSON.stringify(blocks)));
}

/** The words of a withdrawal; on a card of several digests below the title of the digest. */
type Told = readonly Block[];

function withdrawalsIn({ blocks }: Card): readonly Told[] {
  return blocks.flatMap((block, at): readonly Told[] => {
    const above = blocks[at - 1];
    if (block.type !== 'text' || above?.type !== 'heading') return [];
    // The title of a card of one digest says which one.
    if (isWithdrawalHeading(above)) return [[block]];
    return titleIn([above]) === null ? [] : [[above, block]];
  });
}

/** The title of the withdrawn digest that a heading names; null where none does. */
function titleIn(blocks: Told): string | null {
  const [heading] = blocks;
  if (heading?.type !== 'heading') return null;
  const [start = '', end = ''] = languageOf(heading.lang).wording.card.withdrawalTitle.split(
    '{title}',
  );
  const { text } = heading;
  return text.startsWith(start) && text.endsWith(end)
    ? text.slice(start.length, text.length - end.length)
    : null;
}

function standsAgain(card: Card, name: string): Card {
  const words = languagesOf(card.language).map((lang) => ({
    lang,
    ...languageOf(lang).wording.card,
  }));
  // Said once, in the first language of a card in both.
  const title = fillBlanks(words[0]?.standsAgainTitle ?? '{title}', { title: name });
  const parts = words.map(({ lang, standsAgain: text }): Block[] => [{ type: 'text', lang, text }]);
  return { ...card, title, blocks: divided(parts), buttons: [] };
}
