import type { Digest, Source } from '../digest/digest.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { askButton, languagesOf } from './buttons.ts';
import type { Block, Card, CardLanguage } from './card.ts';
import { digestTitle } from './digest-card.ts';
import { figureLabel } from './figure-row.ts';
import { dateText, languageName } from './naming.ts';
import { notedBlocks } from './noted-blocks.ts';
import { divided } from './parts.ts';
import { withdrawalBlocks } from './withdrawal.ts';

/**
 * Where a digest was read: of each source its title, by whom and when it was published, its address as plain text and
 * the figures that rest on it; then what did not add up, with what was said of it.
 */
export function sourcesCard(
  digest: Digest,
  { language }: { readonly language: CardLanguage },
): Card {
  const langs = languagesOf(language);
  const subject = { digest: digest.id, revision: digest.revision };
  const banner = digest.withdrawn ? [withdrawalBlocks(digest.withdrawn, langs)] : [];
  const title = (lang: LanguageCode) =>
    fillBlanks(languageOf(lang).wording.deeds.sourcesTitle, { title: digestTitle(digest, lang) });
  return {
    language,
    title: langs.map(title).join(' / '),
    blocks: divided([...banner, ...langs.map((lang) => partOf(digest, lang))]),
    buttons: [askButton(subject, language)],
    subject,
  };
}

function partOf(digest: Digest, lang: LanguageCode): Block[] {
  return [
    ...digest.sources.flatMap((source) => sourceBlocks(source, digest, lang)),
    ...notedBlocks(digest, lang, true),
  ];
}

function sourceBlocks(source: Source, digest: Digest, lang: LanguageCode): Block[] {
  const { deeds, partsJoin } = languageOf(lang).wording;
  const figures = digest.figures.filter((figure) => figure.source === source.id);
  const labels = new Set(figures.map((figure) => figureLabel(figure, digest, lang)));
  const list = [...labels].join(partsJoin);
  return [
    { type: 'heading', lang: source.language, text: source.title ?? source.publisher ?? source.id },
    { type: 'list', lang, items: factsOf(source, lang) },
    {
      type: 'text',
      lang,
      text: labels.size === 0 ? deeds.noFiguresFrom : fillBlanks(deeds.figuresFrom, { list }),
    },
  ];
}

function factsOf(source: Source, lang: LanguageCode): string[] {
  const { source: words, deeds } = languageOf(lang).wording;
  const { author, editor, publisher, published, url } = source;
  return [
    publisher,
    author === null ? null : fillBlanks(words.author, { name: author }),
    editor === null ? null : fillBlanks(words.editor, { name: editor }),
    published === null ? words.undated : dateText(published, lang),
    fillBlanks(words.language, { language: languageName(source.language, lang) }),
    url === null ? null : fillBlanks(deeds.url, { url }),
  ].filter((fact) => fact !== null);
}
