import { describe, expect, it } from 'vitest';
import { growth, growthInterval, intervalOf, overlap } from '../../src/figure/arithmetic.ts';
import { checkFigures } from '../../src/figure/check.ts';
import { readFigures } from '../../src/figure/read.ts';

const context = {
  company: { slug: 'acme', names: ['アクメ', 'Acme'] },
  segments: [],
  period: '2023-q2',
};
const check = (text: string) => checkFigures(readFigures(text, 'ja', context).figures);

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
      })),
    }));
    expect(changed).toHaveLength(1);
    expect(checkFigures(changed).problems).toHaveLength(count);
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
