import { describe, expect, it } from 'vitest';
import { longText, textKinds } from '../../bench/long-text.ts';
import type { ReadingContext } from '../../src/figure/context.ts';
import { readFigures } from '../../src/figure/read.ts';
import { languageCodes, type LanguageCode } from '../../src/language/index.ts';

// Only growth is asserted: how fast a machine is says nothing about the reader, and `npm run bench` measures it.
/** UTF-16 code units of the small text: of what articles are like, and of what no article is. */
const usual = 20_000;
const odd = 10_000;
/** What takes longer with each figure before it shows only in long texts. */
const long = 100_000;
const times = 10;
const mostGrowth = 13;
/** Milliseconds for the small text, after which the large one is not tried on trust. */
const tooLong = 300;

const context: ReadingContext = {
  company: { slug: 'acme', names: ['Acme', 'アクメ'] },
  segments: [{ slug: 'cloud', names: ['クラウド', 'Cloud'] }],
  period: '2023-q2',
};

/** What period a text is about is then found in it. */
const ofNoPeriod: ReadingContext = { ...context, period: null };

/** Texts that only their length tells apart. */
type Make = (length: number) => string;

/** A piece again and again, up to a length. */
const run =
  (piece: string): Make =>
  (size) =>
    piece.repeat(Math.ceil(size / piece.length)).slice(0, size);

const hostile: readonly (readonly [what: string, make: Make])[] = [
  ['a long run of digits', run('9')],
  ['a long run of full-width digits', run('９')],
  ['commas alone', run(',')],
  ['grouped digits without end', (size) => `1${run(',234')(size)}`],
  ['decimal points', run('1.')],
  ['nested brackets', (size) => run('(')(size / 2) + run(')')(size / 2)],
  ['brackets that never close', run('「(')],
  ['figures in brackets without end', run('(売上高は1億円 revenue $1 million ')],
  ['scale words without end', run('1兆億万千百')],
  ['scale words alone', run('兆億万千百')],
  ['numbers with every scale', run('1兆1億1万1千 1 trillion 1 billion 1 million ')],
  ['currency signs', run('$¥€£')],
  ['signs', run('▲△-−+±')],
  ['links of ranges', run('1-2~3から')],
  ['words of bounds', run('約 about 以上 over ')],
  ['names of metrics', run('売上高 営業利益 revenue operating income ')],
  ['names of periods', run('2023年第2四半期 Q2 2023 first quarter of 2024 ')],
  ['names of businesses', run('クラウド事業 Cloud segment ')],
  ['Latin letters', run('a')],
  ['katakana', run('ア')],
  ['kanji', run('事業')],
  ['white space', run(' ')],
  ['line ends', run('\n')],
  ['page marks', run('** ## ')],
  ['full stops', run('. 。')],
  ['short lines', run('売上高 1億円\nRevenue $1 million\n')],
  ['rows of cells', run('売上高 1,234 5,678 ▲9.1%\nRevenue $1,234 $5,678 (9.1)%\n')],
  ['a row without end', run('1,234 5,678 ')],
  ['bullets', run('- ')],
];

describe.each(languageCodes)('time to read %s grows with the length', (language) => {
  it('of prose', () => {
    expectLinear(language, (size) => longText(language, 'prose', size));
  });

  it('of tables', () => {
    expectLinear(language, (size) => longText(language, 'tables', size));
  });

  it.each(textKinds)('of %s, up to a million characters', (kind) => {
    expectLinear(language, (size) => longText(language, kind, size), long, ofNoPeriod);
  });

  it('of one line without any full stop', () => {
    expectLinear(language, (size) =>
      longText(language, 'prose', size).replace(/。|\.(?=\s)|\n/g, ' '),
    );
  });

  it('of one paragraph', () => {
    expectLinear(language, (size) => longText(language, 'prose', size).replaceAll('\n', ' '));
  });

  it('of 100,000 commas', () => {
    expectLinear(language, run('1,'));
  });

  it.each(hostile)('of %s', (_what, make) => {
    expectLinear(language, make, odd);
  });
});

/**
 * Ten times the text takes at most 13 times the time: its fastest look, as noise only adds, against the median
 * of the small text's. One look is enough where that holds, and a busy machine gets three more.
 */
function expectLinear(language: LanguageCode, make: Make, length = usual, of = context): void {
  const [tiny, small, large] = [length / times, length, length * times].map((size) => {
    const text = make(size);
    return () => processorTime(() => readFigures(text, language, of));
  });
  if (!tiny || !small || !large) throw new Error('three sizes');
  const few = looks(small, 3);
  // What is slow already and grows like this would take minutes.
  if (median(few) > tooLong) expect(growth(looks(tiny, 3), few)).toBeLessThan(2 * mostGrowth);
  const many: number[] = [];
  for (let chance = 0; chance < 4; chance += 1) {
    many.push(large());
    if (growth(few, many) <= mostGrowth) return;
    // No noise makes that, and another look would take as long.
    if (growth(few, many) > 3 * mostGrowth && Math.min(...many) > tooLong) break;
    few.push(...looks(small, 3));
  }
  expect(growth(few, many)).toBeLessThanOrEqual(mostGrowth);
}

/**
 * Milliseconds of the processor that a piece of work takes: what else the machine does is not in them. Short
 * work is done again until the clock, which ticks in milliseconds, can tell.
 */
function processorTime(work: () => unknown): number {
  const before = process.threadCpuUsage();
  for (let done = 1; ; done += 1) {
    work();
    const { user, system } = process.threadCpuUsage(before);
    if (user + system >= 30_000) return (user + system) / 1000 / done;
  }
}

/** Times of some looks, after one that is not counted. */
function looks(look: () => number, count: number): number[] {
  look();
  return Array.from({ length: count }, look);
}

function growth(few: readonly number[], many: readonly number[]): number {
  return Math.min(...many) / median(few);
}

/** The middle one of some numbers. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
