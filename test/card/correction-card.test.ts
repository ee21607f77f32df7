import { describe, expect, it } from 'vitest';
import { correctionCard } from '../../src/card/correction-card.ts';
import { parseCard } from '../../src/card/schema.ts';
import { cardText } from '../../src/card/text.ts';
import type { Digest } from '../../src/digest/digest.ts';
import type { LanguageCode } from '../../src/language/index.ts';
import { metaDigest } from '../support/meta-digest.ts';

const [revenue, ...others] = metaDigest.figures;
const withFigures = (figures: Digest['figures']): Digest => ({ ...metaDigest, figures });
/** The digest whose headcount is compared with another period. */
const headcountAgainst = (kind: 'yoy' | 'qoq') =>
  withFigures(
    metaDigest.figures.map((figure) =>
      figure.metric === 'headcount'
        ? { ...figure, comparisons: figure.comparisons.map((each) => ({ ...each, kind })) }
        : figure,
    ),
  );
const lines = (before: Digest, after: Digest, language: LanguageCode) =>
  cardText(correctionCard(before, after, { language }))
    .split('\n')
    .filter((line) => line !== '');

describe('the card of a correction', () => {
  it('gives the old and the new value of a figure, and nothing that stayed', () => {
    const before = withFigures([{ ...revenue!, value: '23000000000' }, ...others]);
    expect(lines(before, metaDigest, 'ja')).toEqual([
      '【訂正】メタ 2023年第2四半期（4〜6月期）決算',
      '- 売上高: 230億ドル → 320億ドル、▼ 市場予想を下回る（予想 310億6,000万ドル） → ▲ 市場予想を上回る（予想 310億6,000万ドル）、予想比 −25.9%（計算値） → 予想比 +3.0%（計算値）',
    ]);
    expect(lines(before, metaDigest, 'en')[1]).toMatch(/^- Revenue: \$23B → \$32B; ▼ missed /);
  });

  it('says what was added and what was withdrawn', () => {
    const fewer = withFigures(metaDigest.figures.filter(({ metric }) => metric !== 'headcount'));
    expect(lines(fewer, metaDigest, 'en').slice(1)).toEqual([
      '- Headcount: 71,469; added; −14% year on year',
    ]);
    expect(lines(metaDigest, fewer, 'ja').slice(1)).toEqual(['- 従業員数: 7万1,469人、取り消し']);
  });

  it('tells a comparison that went', () => {
    const bare = withFigures(
      metaDigest.figures.map((figure) =>
        figure.metric === 'headcount' ? { ...figure, comparisons: [] } : figure,
      ),
    );
    expect(lines(metaDigest, bare, 'en').slice(1)).toEqual([
      '- Headcount: 71,469; withdrawn: −14% year on year',
    ]);
  });

  it('lets no comparison stand for one of another kind', () => {
    const [first] = metaDigest.figures;
    const only = (kind: 'yoy' | 'consensus') =>
      withFigures([
        { ...first!, comparisons: first!.comparisons.filter((each) => each.kind === kind) },
      ]);
    expect(lines(only('yoy'), only('consensus'), 'en')[1]).toBe(
      '- Revenue: $32B; ▲ beat consensus of $31.06B; +3.0% against consensus (computed); withdrawn: +11% year on year',
    );
  });

  it('nor one of as many others', () => {
    expect(lines(headcountAgainst('yoy'), headcountAgainst('qoq'), 'en').slice(1)).toEqual([
      '- Headcount: 71,469; −14% on the quarter; withdrawn: −14% year on year',
    ]);
  });

  it('says that nothing changed, in a card that every platform can take', () => {
    expect(lines(metaDigest, metaDigest, 'ja').slice(1)).toEqual(['数字に変更はない。']);
    const card = correctionCard(metaDigest, metaDigest, { language: 'both' });
    expect(() => parseCard(card)).not.toThrow();
    expect(card.subject).toEqual({ digest: metaDigest.id, revision: metaDigest.revision });
  });
});
