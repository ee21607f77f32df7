import type { Digest } from '../digest/digest.ts';
import type { Figure } from '../figure/figure.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import type { Block } from './card.ts';
import { figureLabel } from './figure-row.ts';

/** Each sentence that figures rest on, once, in its own language, under the names of its figures. */
export function evidenceBlocks(digest: Digest, langs: readonly LanguageCode[]): Block[] {
  const first = langs[0];
  const groups = [
    ...Map.groupBy(digest.figures, ({ source, quote }) => `${source}\n${quote}`).values(),
  ];
  if (first === undefined || groups.length === 0) return [];
  const heading = langs.map((lang) => languageOf(lang).wording.card.evidence).join(' / ');
  return [
    { type: 'heading', lang: first, text: heading },
    ...groups.flatMap((figures) => quoted(figures, digest, langs, first)),
  ];
}

function quoted(
  figures: readonly Figure[],
  digest: Digest,
  langs: readonly LanguageCode[],
  first: LanguageCode,
): Block[] {
  const [one] = figures;
  if (one === undefined) return [];
  const labels = langs.map((lang) => {
    const names = new Set(figures.map((figure) => figureLabel(figure, digest, lang)));
    return [...names].join(languageOf(lang).wording.clause);
  });
  return [
    { type: 'text', lang: first, text: labels.join(' / ') },
    evidenceQuote(one, digest, first),
  ];
}

/** The sentence that a figure rests on, in its own language; in `lang` where nothing tells that. */
export function evidenceQuote(
  { source, quote }: Pick<Figure, 'source' | 'quote'>,
  { sources }: Digest,
  lang: LanguageCode,
): Block {
  const original = sources.find(({ id }) => id === source)?.language ?? lang;
  return { type: 'quote', lang: original, text: quote };
}
