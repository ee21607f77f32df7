import { describe, expect, it } from 'vitest';
import { growth, growthInterval, intervalOf, overlap } from '../../src/figure/arithmetic.ts';
import { checkFigures } from '../../src/figure/check.ts';
import { readFigures } from '../../src/figure/read.ts';

const context = {
  company: { slug: 'acme', names: ['アクメ', 'Acme'] },
  segments: [],
  period: '2023-q2',
};
const sources = [{ id: 'source', language: 'ja' }] as const;
const check = (text: string) => checkFigures(readFigures(text, 'ja', context).figures, sources);

describe('checks of arithmetic', () => {
  it('leaves growth alone that the printed digits allow', () => {
    // 110 / 100 may be anything from 108.9 to 111.1 before rounding.
    expect(
      check('アクメの売上高は1.1億ドルで、前年同期の1億ドルから12%増加した。').problems,
    ).toEqual([]);
  });

  it('flags growth that no rounding explains', () => {
    const { problems } = check(
      'アクメの売上高は110億円で前年同期比50%増、前年同期は100億円だった。',
    );
    expect(problems).toEqual([
      expect.objectContaining({ code: 'growth_mismatch', severity: 'high', figures: ['revenue'] }),
    ]);
    expect(problems[0]?.args).toMatchObject({
      stated: { amount: { value: '50' } },
      computed: { amount: { value: '10' } },
    });
  });

  it.each([
    // Another change of the same words is the one that comes out: the reader paired them wrongly.
    ['110億円は、前年同期の100億円を10%、計画の比率でみれば50%上回る。', 0],
    // Nothing near states it.
    ['前年同期は100億円だった。', 0],
    ['前年同期比50%増。クラウドは好調だった。海外も伸びた。前年同期は100億円だった。', 0],
    ['前年同期比50%増。前年同期は100億円だった。', 1],
  ])('holds a change against amounts that are told with it: %s', (quote, count) => {
    const [figure] = readFigures('アクメの売上高は110億円だった。', 'ja', context).figures;
    expect(figure?.value).toBe('11000000000');
    const compared = figure && {
      ...figure,
      comparisons: [
        {
          kind: 'yoy',
          value: '10000000000',
          step: '100000000',
          changePct: '50',
          changeStep: '1',
          direction: null,
          quote,
          span: figure.span,
        } as const,
      ],
    };
    expect(checkFigures(compared ? [compared] : [], sources).problems).toHaveLength(count);
  });

  it('holds what a sentence expects of its own figure against no other', () => {
    const text =
      'アクメの売上高は300億円だった。アクメの2023年第1四半期の売上高は290億円で、市場予想の310億円を上回った。';
    const { figures } = readFigures(text, 'ja', context);
    const expected = figures.flatMap(({ comparisons }) => comparisons);
    expect(expected).toMatchObject([{ kind: 'consensus', value: '31000000000' }]);
    const [now, before] = figures.toSorted((a, b) => a.span.start - b.span.start);
    const misread = [
      { ...now!, comparisons: expected },
      { ...before!, comparisons: [] },
    ];
    expect(checkFigures(misread, sources).problems).toEqual([]);
    expect(checkFigures(figures, sources).problems).toMatchObject([{ code: 'verdict_mismatch' }]);
  });

  it('flags a beat that the amounts deny', () => {
    const { problems } = check('アクメの売上高は300億円で、市場予想の310億円を上回った。');
    expect(problems).toEqual([
      expect.objectContaining({ code: 'verdict_mismatch', severity: 'high', figures: ['revenue'] }),
    ]);
    expect(check('アクメの売上高は320億円で、市場予想の310億円を上回った。').problems).toEqual([]);
  });

  it.each([
    ['4.9', 0],
    ['16.2', 0],
    ['9.9', 1],
  ])('takes the change of a margin for points or per cent, whichever fits: %s', (change, count) => {
    const { figures } = readFigures('営業利益率 35.1% 前年同期 30.2%', 'ja', context);
    const changed = figures.map((figure) => ({
      ...figure,
      comparisons: figure.comparisons.map((each) => ({
        ...each,
        changePct: change,
        changeStep: '0.1',
        quote: `${each.quote} ${change}%`,
      })),
    }));
    expect(changed).toHaveLength(1);
    expect(checkFigures(changed, sources).problems).toHaveLength(count);
  });

  it.each([
    ['ja', 'アクメの営業利益率は35.1%（前年同期比4.9%増、前年同期は30.2%）だった。', '4.9%'],
    ['en', "Acme's operating margin was 35.1%, up 4.9% from 30.2% a year earlier.", '4.9%'],
    [
      'en',
      "Acme's operating margin was 35.1%, up 4.9 percent from 30.2% last year.",
      '4.9 percent',
    ],
  ] as const)('flags points that a sentence calls per cent (%s): %s', (language, text, stated) => {
    const { figures } = readFigures(text, language, context);
    const { checks, problems } = checkFigures(figures, [{ id: 'source', language }]);
    expect(checks).toMatchObject([
      {
        kind: 'points',
        computed: { value: '4.9', unit: 'points', operands: ['35.1', '30.2'] },
        stated: '4.9',
        agrees: false,
      },
    ]);
    expect(problems).toEqual([
      expect.objectContaining({ code: 'points_mismatch', severity: 'medium' }),
    ]);
    expect(problems[0]?.args).toMatchObject({
      stated: { text: stated },
      before: { amount: { value: '30.2' } },
      now: { amount: { value: '35.1' } },
      computed: { amount: { value: '4.9', unit: 'points' } },
    });
  });

  it.each([
    // 16.2% is the growth of the rate itself, and no slip.
    ["Acme's operating margin was 35.1%, up 16.2% from 30.2% a year earlier.", []],
    ['Operating margin 35.1% 30.2% up 4.9%', []],
    ['Operating margin 35.1% 30.2% up 4.9 points', []],
    ['Operating margin 35.1% 30.2% up 16.2 points', ['points_mismatch']],
    ['Operating margin 35.1% 30.2% up 9.9 points', ['growth_mismatch']],
    ["Acme's operating margin was 35.1%, up 9.9% from 30.2% a year earlier.", ['growth_mismatch']],
  ])('holds the change of a margin to the unit it is told in: %s', (text, codes) => {
    const [, change = '', unit] = /up ([\d.]+) ?(%|points)/.exec(text) ?? [];
    const told = { kind: 'yoy', value: '30.2', step: '0.1', direction: null } as const;
    const { figures } = readFigures("Acme's operating margin was 35.1%.", 'en', context);
    const compared = figures.map((figure) => ({
      ...figure,
      quote: text,
      comparisons: [
        {
          ...told,
          changePct: change,
          changeStep: '0.1',
          quote: `up ${change} ${unit}`,
          span: figure.span,
        },
      ],
    }));
    expect(compared).toHaveLength(1);
    const { problems } = checkFigures(compared, [{ id: 'source', language: 'en' }]);
    expect(problems.map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    ['純利益110億円\nアクメの純利益は11億円だった。', 1],
    ['純利益120億円\nアクメの純利益は11億円だった。', 0],
    ['売上高10億円\nアクメの売上高は1,234億円だった。', 0],
    // One digit is like many other amounts.
    ['売上高1億円\nアクメの売上高は1,234億円だった。', 0],
  ])('notes a figure told twice where a slip explains it: %s', (text, count) => {
    const { problems } = readFigures(text, 'ja', context);
    expect(problems.filter(({ code }) => code === 'duplicate_value')).toHaveLength(count);
  });

  it('says nothing about growth from zero or through it', () => {
    expect(growth('5', '0')).toBeNull();
    expect(growthInterval(intervalOf('5', '1'), intervalOf('0.4', '1'))).toBeNull();
  });

  it('knows what a printed number may have been', () => {
    const printed = intervalOf('32000000000', '100000000');
    expect([printed.low.toFixed(), printed.high.toFixed()]).toEqual(['31950000000', '32050000000']);
    expect(overlap(printed, intervalOf('32100000000', '100000000'))).toBe(true);
    expect(overlap(printed, intervalOf('32200000000', '100000000'))).toBe(false);
  });

  it('measures growth against the size of a loss', () => {
    expect(growth('-3730000000', '-2800000000')?.value).toBe('-33.21');
  });
});
