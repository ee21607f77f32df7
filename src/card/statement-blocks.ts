import type { Digest, Statement, StatementText } from '../digest/digest.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks, type CardWording } from '../language/wording.ts';
import type { Block } from './card.ts';
import { languageName } from './naming.ts';

const order = ['highlight', 'risk', 'outlook'] as const;

/** Highlights, risks and outlook under their headings. */
export function statementBlocks(digest: Digest, lang: LanguageCode): Block[] {
  const words = languageOf(lang).wording.card;
  return order.flatMap((kind): Block[] => {
    const statements = digest.statements.filter((statement) => statement.kind === kind);
    if (statements.length === 0) return [];
    return [{ type: 'heading', lang, text: words[kind] }, ...told(statements, digest, lang, words)];
  });
}

/** Those with a text in the language as a list; the others in the source's own words, marked with their language. */
function told(
  statements: readonly Statement[],
  digest: Digest,
  lang: LanguageCode,
  words: CardWording,
): Block[] {
  const items = statements.flatMap(({ text }) =>
    text[lang] === undefined ? [] : [withoutBullet(ownWords(text[lang], words))],
  );
  const quotes = statements
    .filter(({ text }) => text[lang] === undefined)
    .flatMap((statement) => quoted(statement, digest, lang, words));
  return [...(items.length === 0 ? [] : [{ type: 'list', lang, items } as const]), ...quotes];
}

/** An item of the article's own list is one of ours: it needs no second mark. */
function withoutBullet(text: string): string {
  // A hyphen without a blank behind it is a sign.
  return text.replace(/^(?:[-*]\s+|[•·‣▪◦■●○◆◇・]\s*)+(?=\S)/u, '');
}

function ownWords({ text, origin }: StatementText, words: CardWording): string {
  return origin === 'model' ? fillBlanks(words.modelWritten, { text }) : text;
}

function quoted(
  statement: Statement,
  digest: Digest,
  lang: LanguageCode,
  words: CardWording,
): Block[] {
  const original = digest.sources.find(({ id }) => id === statement.source)?.language ?? lang;
  const quote: Block = { type: 'quote', lang: original, text: statement.quote };
  if (original === lang) return [quote];
  return [
    quote,
    {
      type: 'note',
      lang,
      text: fillBlanks(words.original, { language: languageName(original, lang) }),
    },
  ];
}
