import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { splitSentences } from '../../src/article/sentences.ts';
import { checkStreaks } from '../../src/figure/check-streak.ts';
import type { ReadingContext } from '../../src/figure/context.ts';
import { readQuantities } from '../../src/figure/quantity.ts';
import { readFigures } from '../../src/figure/read.ts';
import { en } from '../../src/language/en.ts';
import type * as languageIndex from '../../src/language/index.ts';
import { isLanguageCode, type LanguageCode } from '../../src/language/index.ts';
import type { Language } from '../../src/language/language.ts';
import { cueNames, type Cue } from '../../src/language/cue.ts';

/** What another language adds to src/language/index.ts, besides its file: its own line. */
vi.mock('../../src/language/index.ts', async (importOriginal) => {
  const known = await importOriginal<typeof languageIndex>();
  return {
    ...known,
    languageCodes: [...known.languageCodes, 'toy'],
    languageOf: (code: string) =>
      known.isLanguageCode(code) ? known.languageOf(code) : toyLanguage(),
    isLanguageCode: (code: string) => code === 'toy' || known.isLanguageCode(code),
  };
});

/**
 * A language that nobody speaks, as its file in src/language would be: words and patterns, no code. It brings
 * all that the reader reads; how cards and questions are worded is not the reader's.
 */
const toy: Language = {
  ...en,
  code: 'toy',
  name: 'Tojo',
  metricNames: {
    ...en.metricNames,
    revenue: ['vendaro'],
    operating_income: ['labogano', 'labperdo'],
    net_income: ['netgano', 'netperdo'],
    eps: ['akcigano'],
    users: ['uzantoj'],
    headcount: ['dungitaro'],
  },
  reading: {
    ...en.reading,
    sentenceEnds: { always: '¶', beforeSpace: '.', never: '^(?!)' },
    abbreviations: ['k-to', 'sro'],
    scales: { miliardoj: 9, milionoj: 6, miloj: 3 },
    mixedScales: true,
    numerals: {
      signs: '',
      signsPoint: '',
      words: { du: '2', tri: '3', dudek: '20' },
      articles: { unu: '1' },
      rest: { ' kaj duono': '0.5' },
      within: { cent: 2 },
      joint: ' ',
    },
    multiples: { trioble: '3' },
    fractions: { words: { kvinono: '20' }, before: ['je'], after: [], unless: [' de jaro'] },
    notNumbers: ['Fako \\d+'],
    minus: ['(?<!\\p{L})minus\\s'],
    currencyBefore: { '₮': 'USD' },
    currencyAfter: { dolaroj: ['USD', 0], cendoj: ['USD', -2], enoj: ['JPY', 0] },
    perShare: ['poakcie'],
    counters: ['homoj', 'kapoj'],
    percent: { elcentoj: 0 },
    points: { elcenteroj: 0, bazeroj: -2 },
    ratio: ['obloj'],
    notUnits: ['homoj-'],
    notQuantities: ['jaroj', 'tagoj', 'horoj'],
    ranges: [{ link: 'gis', opener: 'inter ' }],
    boundsBefore: { proksimume: 'about', preter: 'over' },
    boundsAfter: { malpli: 'under' },
    notBounds: [],
    tableScales: [{ pattern: 'en milionoj da dolaroj', power: 6, currency: 'USD' }],
    tableScaleWords: 'milionoj',
    tableChanges: [{ pattern: 'movo', versus: 'yoy' }],
    tableBusinesses: ['lau fakoj'],
    tableWords: ['ktp'],
    cues: cuesOf({
      yoy: ['jaron antaue'],
      qoq: ['kvaronon antaue'],
      consensus: ['laux analizistoj'],
      guidance: ['atendas'],
      versus: ['kontrau'],
      increase: ['kreskis', 'pli'],
      decrease: ['falis', 'malkreskis'],
      above: ['superis'],
      below: ['malatingis'],
      loss: ['netperdo', 'labperdo', 'perdo'],
      price: ['akciprezo'],
      streak: ['\\d jaroj sinsekve'],
    }),
    periods: [
      { kind: 'quarter', fiscal: false, pattern: 'kvarono (?<quarter>[1-4]) de (?<year>\\d{4})' },
      { kind: 'year', fiscal: false, pattern: 'tuta jaro (?<year>\\d{4})' },
    ],
    segmentPatterns: ['(?<name>[A-Z][a-z]+)-fako'],
    segmentSuffixes: ['-fako'],
    notSegments: ['Nova'],
    notSegmentStarts: ['La'],
    ownership: { ...en.reading.ownership, subject: '^-fako' },
    besideOnly: '^(?!)',
    fellBelow: '^(?!)',
    fromAmount: '^(?!)',
    formerVerb: '^(?!)',
    aloneAfter: '^(?!)',
    sameAs: '^(?!)',
    lossOf: '^(?!)',
    salesChange: '^(?!)',
    netNames: '^(?!)',
    fromAfter: ['disde'],
    targets: ['je'],
    selfNames: ['nia firmao'],
  },
};

/** Every cue of the reader: those of the language, no other. */
function cuesOf(said: Partial<Record<Cue, readonly string[]>>): Language['reading']['cues'] {
  const { cues } = en.reading;
  return { ...cues, ...Object.fromEntries(cueNames.map((cue) => [cue, said[cue] ?? []])) };
}

/** As a function, so that the line above is there before the language is. */
function toyLanguage(): Language {
  return toy;
}

function codeOf(code: string): LanguageCode {
  if (!isLanguageCode(code)) throw new Error(`${code} has no line`);
  return code;
}

const lang = codeOf('toy');
const context: ReadingContext = {
  company: { slug: 'acme', names: ['Acme'] },
  segments: [],
  period: '2024-q2',
};

describe('a third language, handed over as data', () => {
  it.each([
    ['7 miliardoj 788 milionoj dolaroj', '7788000000', 'USD', 'exact'],
    ['₮2.98', '2.98', 'USD', 'exact'],
    ['98 cendoj', '0.98', 'USD', 'exact'],
    ['2.98 dolaroj poakcie', '2.98', 'USD_per_share', 'exact'],
    ['proksimume 3,200 enoj', '3200', 'JPY', 'about'],
    ['preter 100 milionoj homoj', '100000000', 'count', 'over'],
    ['40 elcentoj malpli', '40', 'percent', 'under'],
    ['1.5 elcenteroj', '1.5', 'points', 'exact'],
    ['2.2 obloj', '2.2', 'ratio', 'exact'],
    ['-５ elcentoj', '-5', 'percent', 'exact'],
    ['minus tri milionoj dolaroj', '-3000000', 'USD', 'exact'],
    ['dudek-tri elcentoj', '23', 'percent', 'exact'],
    ['du kaj duono miliardoj dolaroj', '2500000000', 'USD', 'exact'],
    ['tri cent milionoj homoj', '300000000', 'count', 'exact'],
    ['unu milionoj homoj', '1000000', 'count', 'exact'],
    ['50 bazeroj', '0.5', 'points', 'exact'],
    ['kreskis trioble', '3', 'ratio', 'exact'],
    ['falis je kvinono', '20', 'percent', 'exact'],
  ])('has its numbers read: %s', (text, value, unit, bound) => {
    expect(readQuantities(text, lang)).toMatchObject([{ value, unit, bound }]);
  });

  it('has ends of ranges told apart, and durations left out', () => {
    expect(readQuantities('inter 5 gis 6 miliardoj dolaroj', lang)).toMatchObject([
      { value: '5000000000', unit: 'USD', range: 'low' },
      { value: '6000000000', unit: 'USD', range: 'high' },
    ]);
    for (const none of [
      'dum 4 horoj',
      'Fako 500 homoj',
      'tri homoj',
      'unu',
      'kvinono',
      'je kvinono de jaro',
    ])
      expect(readQuantities(none, lang)).toEqual([]);
  });

  it('ends sentences its own way', () => {
    expect(splitSentences('Acme sro. kreskis¶La netgano falis. Fino.', lang)).toMatchObject([
      { text: 'Acme sro. kreskis¶' },
      { text: 'La netgano falis.' },
      { text: 'Fino.' },
    ]);
  });

  const article = [
    'En kvarono 2 de 2024 la vendaro de Acme kreskis 11 elcentoj kontrau jaron antaue, je 32 miliardoj dolaroj.',
    'La netgano estis 7 miliardoj 788 milionoj dolaroj, kaj superis 7 miliardoj 540 milionoj dolaroj laux analizistoj.',
    'La labperdo de Nubo-fako estis 3 miliardoj dolaroj.',
    'La akcigano estis 2.98 dolaroj.',
    'En tuta jaro 2024 Acme atendas vendaro de 130 miliardoj dolaroj.',
    'La akciprezo estis 300 dolaroj.',
  ].join('\n');

  it('has its figures read, with what they are compared with, whose they are and when', () => {
    const { figures, period } = readFigures(article, lang, context);
    expect(period).toBe('2024-q2');
    expect(figures.map(({ id, value, unit }) => [id, value, unit])).toEqual([
      ['revenue', '32000000000', 'USD'],
      ['revenue@2024-fy~guidance', '130000000000', 'USD'],
      ['net_income', '7788000000', 'USD'],
      ['eps', '2.98', 'USD_per_share'],
      ['operating_income/Nubo', '-3000000000', 'USD'],
    ]);
    expect(
      figures.flatMap(({ id, comparisons }) => comparisons.map((each) => ({ id, ...each }))),
    ).toMatchObject([
      { id: 'revenue', kind: 'yoy', changePct: '11' },
      { id: 'net_income', kind: 'consensus', value: '7540000000', direction: 'above' },
    ]);
  });

  it('has its tables read', () => {
    const table = [
      'Rezultoj (en milionoj da dolaroj)',
      'kvarono 2 de 2024 kvarono 2 de 2023 movo',
      'vendaro 32,000 28,800 11 elcentoj',
      'netgano 7,788 6,687 16 elcentoj',
    ].join('\n');
    const { figures } = readFigures(table, lang, context);
    expect(figures.map(({ id, value, unit }) => [id, value, unit])).toEqual([
      ['revenue', '32000000000', 'USD'],
      ['net_income', '7788000000', 'USD'],
    ]);
    expect(figures[0]?.comparisons).toMatchObject([
      { kind: 'yoy', value: '28800000000', changePct: '11' },
    ]);
  });

  it('has what it says of streaks checked', () => {
    const text =
      'Acme havis 2 jaroj sinsekve perdo. La netgano estis 7 miliardoj dolaroj, kontrau 6 miliardoj dolaroj jaron antaue.';
    const { figures, lines } = readFigures(text, lang, context);
    expect(checkStreaks(text, lines, figures)).toMatchObject([
      { code: 'streak_mismatch', figures: ['net_income'] },
    ]);
  });

  it('is what makes the difference: no other language reads any of it', () => {
    expect(readFigures(article, codeOf('en'), context).figures).toEqual([]);
    expect(readFigures(article, codeOf('ja'), context).figures).toEqual([]);
  });
});

describe('the reader', () => {
  // How annotated articles spell periods and metrics is a file format, and differs by their language.
  const files = globSync('src/{article,figure}/*.ts', { exclude: ['src/figure/annotate.ts'] });
  const codes = files.map((path) => ({
    path,
    code: readFileSync(path, 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*$/gm, ''),
  }));

  it('asks for no language by name', () => {
    expect(codes.length).toBeGreaterThan(20);
    const asking = codes.filter(({ code }) => /['"`](?:ja|en)['"`]/.test(code));
    expect(asking.map(({ path }) => path)).toEqual([]);
  });

  it('holds no Japanese word: letters alone tell scripts apart', () => {
    const word = /[\p{Script=Han}\p{Script=Hiragana}]+|\p{Script=Katakana}{2,}/gu;
    const words = codes.flatMap(({ path, code }) =>
      Array.from(code.matchAll(word), ([found]) => `${path}: ${found}`),
    );
    expect(words).toEqual([]);
  });
});
