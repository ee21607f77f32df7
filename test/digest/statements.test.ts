import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Span } from '../../src/article/article.ts';
import { splitSentences } from '../../src/article/sentences.ts';
import { type FoundStatement, findStatements } from '../../src/digest/statements.ts';
import { readFigures } from '../../src/figure/read.ts';
import { languageCodes, type LanguageCode } from '../../src/language/index.ts';
import { sharedAt } from '../support/shared.ts';

const Specs = z.array(
  z.strictObject({ text: z.string(), states: z.array(z.enum(['risk', 'outlook'])) }),
);

function specsOf(language: LanguageCode): z.infer<typeof Specs> {
  return ['statements', 'statements-news'].flatMap((name) => {
    const path = `${import.meta.dirname}/specs/${name}.${language}.json`;
    return Specs.parse(JSON.parse(readFileSync(path, 'utf8')));
  });
}

const linesOf = (text: string, language: LanguageCode) =>
  readFigures(text, language, { company: null, segments: [], period: null }).lines;

const statementsIn = (
  text: string,
  language: LanguageCode,
  forecasts: readonly Span[] = [],
): FoundStatement[] => findStatements(text, language, linesOf(text, language), forecasts);

const kindsIn = (text: string, language: LanguageCode) =>
  [...new Set(statementsIn(text, language).map(({ kind }) => kind))].toSorted();

describe.each(languageCodes)('sentences in %s', (language) => {
  const specs = specsOf(language);

  it('take a forecast that was read for an outlook, whatever its words', () => {
    const text = 'Sales rose.\nThe range is now $4 billion to $5 billion.';
    const at = { start: text.indexOf('$4'), end: text.indexOf('.', 14) };
    expect(statementsIn(text, 'en')).toEqual([]);
    expect(statementsIn(text, 'en', [at]).map(({ kind, text: quote }) => [kind, quote])).toEqual([
      ['outlook', 'The range is now $4 billion to $5 billion.'],
    ]);
  });

  it('are at least forty, some of which state nothing', () => {
    expect(specs.length).toBeGreaterThanOrEqual(40);
    expect(specs.filter(({ states }) => states.length === 0).length).toBeGreaterThanOrEqual(15);
  });

  it.each(specs)('$text -> $states', ({ text, states }) => {
    expect(kindsIn(text, language)).toEqual(states.toSorted());
  });

  it('that state nothing state nothing together either', () => {
    const nothing = specs.filter(({ states }) => states.length === 0).map(({ text }) => text);
    expect(statementsIn(nothing.join('\n'), language)).toEqual([]);
  });
});

describe('what is found', () => {
  it('is an exact piece of the text, in its order, at most eight of each kind, each once', () => {
    const text = specsOf('en')
      .map(({ text: sentence }) => sentence)
      .join(' ');
    const found = statementsIn(`${text}\n${text}`, 'en');
    for (const kind of ['risk', 'outlook']) {
      const each = found.filter((statement) => statement.kind === kind);
      expect(each).toHaveLength(8);
      expect(each.map(({ start }) => start)).toEqual(
        each.map(({ start }) => start).toSorted((a, b) => a - b),
      );
      expect(new Set(each.map(({ text: quote }) => quote)).size).toBe(8);
    }
    for (const { start, end, text: quote } of found) expect(text.slice(start, end)).toBe(quote);
  });

  it('is every row under the title of an outlook, up to the next title', () => {
    const text = [
      'Acme reports its second quarter',
      'Revenue was $2.1 billion.',
      'Guidance',
      'Q3 FY26 | Full year',
      'Revenue $2.2 - $2.3 $8.9 - $9.1',
      'Diluted EPS $0.40 - $0.44 $1.70 - $1.80',
      'Balance sheet',
      'Cash $4.0 $3.1',
    ].join('\n');
    expect(statementsIn(text, 'en').map(({ text: quote }) => quote)).toEqual([
      'Revenue $2.2 - $2.3 $8.9 - $9.1',
      'Diluted EPS $0.40 - $0.44 $1.70 - $1.80',
    ]);
  });

  it('is what goes on about an outlook right after it, and nothing of the kind elsewhere', () => {
    const goesOn = '営業利益は300億円となる。';
    expect(statementsIn(`通期の売上高は5000億円を見込む。${goesOn}`, 'ja')).toHaveLength(2);
    expect(statementsIn(`売上高は5000億円だった。${goesOn}`, 'ja')).toEqual([]);
  });

  it('is a hint only beside a plain statement', () => {
    const hint = 'Revenue in Canada fell 2%.';
    expect(statementsIn(hint, 'en')).toEqual([]);
    const both = statementsIn(`${hint} Tariffs weigh on demand.`, 'en');
    expect(both.map(({ kind, text }) => [kind, text])).toEqual([
      ['risk', hint],
      ['risk', 'Tariffs weigh on demand.'],
    ]);
  });

  it('is not the headline, which the body says better', () => {
    const text = 'Acme warns of weak demand\nAcme warned on Monday that demand is weak.';
    expect(statementsIn(text, 'en').map(({ text: quote }) => quote)).toEqual([
      'Acme warned on Monday that demand is weak.',
    ]);
  });
});

describe('any text', () => {
  it('is read without an error, and every quote is a piece of it', () => {
    const words = fc.constantFrom(
      ...'expects |risk |見込む|懸念|一方、|3%減|$3 - $4|Guidance|。|. |\n|(|「|通期の|fell 4% |**'.split(
        '|',
      ),
    );
    const texts = fc.array(fc.oneof(words, fc.string({ maxLength: 4 }))).map((all) => all.join(''));
    fc.assert(
      fc.property(texts, fc.constantFrom(...languageCodes), (text, language) => {
        for (const { start, end, text: quote } of statementsIn(text, language))
          expect(text.slice(start, end)).toBe(quote);
      }),
    );
  });

  it.each([
    'expects to see ',
    'the fiscal ',
    '目指す',
    '一方での',
    '1,',
    '(',
    'Outlook\n',
    '$1 - ',
  ])('costs no more than its length: %j', (piece) => {
    const time = (length: number) => {
      const rows = Array.from({ length: length / 1000 }, (_, row) =>
        `${piece.repeat(960 / piece.length)}${row}. 。\n`.padEnd(1000),
      );
      const text = rows.join('');
      // Reading the tokens has its own limits.
      const lines = languageCodes.map((language) => {
        const sentences = splitSentences(text, language);
        return [language, sentences.map((sentence) => ({ sentence, tokens: [] }))] as const;
      });
      // The work of this thread, whatever else the process and the machine do.
      const start = process.threadCpuUsage();
      for (const [language, all] of lines) findStatements(text, language, all, []);
      return process.threadCpuUsage(start).user / 1000;
    };
    time(100_000);
    const least = (length: number) => Math.min(time(length), time(length), time(length));
    // Noise only adds: one look that holds is enough.
    const holds = () => least(400_000) <= least(40_000) * 13 + 30;
    expect([1, 2, 3].some(holds)).toBe(true);
  });
});

const { path: folder, missing } = sharedAt('articles');
const Annotated = z.object({
  id: z.string(),
  text: z.string(),
  risks: z.array(z.string()),
  outlook: z.array(z.string()),
});

const whereAnnotated = missing ?? 'the annotated articles';

describe.skipIf(missing).each(languageCodes)(`${whereAnnotated} in %s`, (language) => {
  const articles = () =>
    readdirSync(join(folder, language))
      .filter((name) => name.endsWith('.json'))
      .map((name) =>
        Annotated.parse(JSON.parse(readFileSync(join(folder, language, name), 'utf8'))),
      );

  it.each([
    ['risk', 'risks'],
    ['outlook', 'outlook'],
  ] as const)('give nine of ten sentences that state a %s, and none where none is', (kind, key) => {
    const results = articles().map((article) => {
      const quotes = statementsIn(article.text, language)
        .filter((statement) => statement.kind === kind)
        .map(({ text }) => text);
      const expected = article[key];
      const hits = expected.filter((entry) =>
        quotes.some((quote) => quote.includes(entry) || entry.includes(quote)),
      );
      return {
        hits: hits.length,
        of: expected.length,
        invented: expected.length === 0 ? quotes : [],
      };
    });
    const total = (of: 'hits' | 'of') => results.reduce((sum, each) => sum + each[of], 0);
    expect(results.flatMap(({ invented }) => invented)).toEqual([]);
    expect(total('hits') / total('of')).toBeGreaterThanOrEqual(0.9);
  });
});
