import type { Digest } from '../digest/digest.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { askButton, languagesOf } from './buttons.ts';
import type { Block, Card, CardLanguage } from './card.ts';
import { correctionBlocks } from './correction-card.ts';
import { digestTitle } from './digest-card.ts';
import { divided } from './parts.ts';
import { withdrawalBlocks } from './withdrawal.ts';

/** A digest as it stood in one of its revisions, and when it was first seen, epoch ms. */
export interface SeenDigest {
  readonly digest: Digest;
  readonly at: number;
}

/** The most revisions that a card tells of. */
const mostTold = 8;

/**
 * The card of what became of a digest: each revision after the first, the newest first, with when it was seen (in
 * `zone`) and what it says otherwise than the one before it. What was not kept is said to be so.
 */
export function historyCard(
  digest: Digest,
  seen: readonly SeenDigest[],
  { language, zone }: { readonly language: CardLanguage; readonly zone: string },
): Card {
  const langs = languagesOf(language);
  const subject = { digest: digest.id, revision: digest.revision };
  const title = (lang: LanguageCode) =>
    fillBlanks(languageOf(lang).wording.deeds.historyTitle, { title: digestTitle(digest, lang) });
  return {
    language,
    title: langs.map(title).join(' / '),
    blocks: divided(langs.map((lang) => partOf(digest, seen, zone, lang))),
    buttons: [askButton(subject, language)],
    subject,
  };
}

function partOf(
  { revision: last }: Digest,
  seen: readonly SeenDigest[],
  zone: string,
  lang: LanguageCode,
): Block[] {
  if (last < 2)
    return [{ type: 'text', lang, text: languageOf(lang).wording.deeds.neverCorrected }];
  const known = seen
    .filter(({ digest }) => digest.revision <= last)
    .toSorted((a, b) => b.digest.revision - a.digest.revision);
  return [
    ...gapBlocks((known[0]?.digest.revision ?? 0) + 1, last, lang),
    ...known.slice(0, mostTold).flatMap((one, at) => {
      const before = known[at + 1] ?? null;
      const { revision } = one.digest;
      return [
        ...(revision > 1 ? revisionBlocks(one, before, zone, lang) : []),
        ...gapBlocks((before?.digest.revision ?? 0) + 1, revision - 1, lang),
      ];
    }),
  ];
}

/** That the revisions from one to another are not kept; nothing where there is none between. */
function gapBlocks(from: number, to: number, lang: LanguageCode): Block[] {
  if (to < from) return [];
  const { notKept, noneKept } = languageOf(lang).wording.deeds;
  const blanks = { from: String(from), to: String(to) };
  return [{ type: 'note', lang, text: fillBlanks(from === to ? notKept : noneKept, blanks) }];
}

function revisionBlocks(
  { digest, at }: SeenDigest,
  before: SeenDigest | null,
  zone: string,
  lang: LanguageCode,
): Block[] {
  const { deeds } = languageOf(lang).wording;
  const isNext = before === null || before.digest.revision === digest.revision - 1;
  const text = fillBlanks(isNext ? deeds.revision : deeds.revisionFrom, {
    revision: String(digest.revision),
    from: String(before?.digest.revision ?? ''),
    at: momentText(at, zone, lang),
  });
  return [
    { type: 'heading', lang, text },
    ...(before === null
      ? [{ type: 'text', lang, text: deeds.nothingToHoldAgainst } as const]
      : changeBlocks(before.digest, digest, lang)),
  ];
}

/** That it was withdrawn or stands again, and the figures. */
function changeBlocks(before: Digest, after: Digest, lang: LanguageCode): Block[] {
  const { standsAgain } = languageOf(lang).wording.card;
  const withdrawal: Block[] = after.withdrawn
    ? before.withdrawn
      ? []
      : withdrawalBlocks(after.withdrawn, [lang]).filter(({ type }) => type === 'text')
    : before.withdrawn
      ? [{ type: 'text', lang, text: standsAgain }]
      : [];
  return [...withdrawal, ...correctionBlocks(before, after, lang)];
}

/** 2026年11月2日 12:00 JST. */
function momentText(at: number, timeZone: string, lang: LanguageCode): string {
  return new Intl.DateTimeFormat(lang, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(at);
}
