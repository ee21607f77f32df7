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
  const told = new Set(withdrawalsIn(before).map((blocks) => JSON.stringify(blocks)));
  const is = withdrawalsIn(after);
  const fresh = is.filter((blocks) => !told.has(JSON.stringify(blocks)));
  if (fresh.length > 0) return { ...after, blocks: fresh.flat(), buttons: [] };
  return is.length < told.size ? standsAgain(after) : null;
}

/** The words of each withdrawal on a card; on one of several digests under the digest's heading. */
function withdrawalsIn({ blocks }: Card): readonly (readonly Block[])[] {
  return blocks.flatMap((block, at) => {
    const [above, text] = [blocks[at - 1], blocks[at + 1]];
    if (!isWithdrawalHeading(block) || text?.type !== 'text') return [];
    // The title of a card of one digest says it already.
    return [[...(above?.type === 'heading' ? [above] : []), text]];
  });
}

function standsAgain(card: Card): Card {
  const words = languagesOf(card.language).map((lang) => ({
    lang,
    ...languageOf(lang).wording.card,
  }));
  // Said once, in the first language of a card in both.
  const title = fillBlanks(words[0]?.standsAgainTitle ?? '{title}', { title: card.title });
  const parts = words.map(({ lang, standsAgain: text }): Block[] => [{ type: 'text', lang, text }]);
  return { ...card, title, blocks: divided(parts), buttons: [] };
}
