import { describe, expect, it } from 'vitest';
import { correctionOf } from '../../src/card/corrected.ts';
import { digestCard } from '../../src/card/digest-card.ts';
import { parseCard } from '../../src/card/schema.ts';
import { cardText } from '../../src/card/text.ts';
import type { CardLanguage } from '../../src/card/card.ts';
import type { Digest } from '../../src/digest/digest.ts';
import { metaDigest } from '../support/meta-digest.ts';

/** The digest with another value of a figure. */
function withValue(id: string, value: string, digest: Digest = metaDigest): Digest {
  const figures = digest.figures.map((figure) =>
    figure.id === id ? { ...figure, value } : figure,
  );
  return { ...digest, figures };
}

function without(id: string): Digest {
  return { ...metaDigest, figures: metaDigest.figures.filter((figure) => figure.id !== id) };
}

const cardOf = (digest: Digest, language: CardLanguage = 'en') =>
  digestCard(digest, { language, form: 'standard' });
const headOf = (text: string, lines: number) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, lines);

describe('the correction of a posted card', () => {
  const wrong = withValue('revenue', '23000000000');

  it('tells old and new on top of the card as it is now', () => {
    const { card } = correctionOf(cardOf(wrong), cardOf(metaDigest));
    expect(headOf(cardText(card), 5)).toEqual([
      'Correction: Meta Q2 2023 results',
      'Corrected',
      '- Revenue: $23B → $32B; ▲ beat consensus of $31.06B; +3.0% against consensus (computed); withdrawn: ▼ missed consensus of $31.06B',
      'Key figures',
      '- Revenue: $32B; +11% year on year; ▲ beat consensus of $31.06B; +3.0% against consensus (computed)',
    ]);
    expect(card.buttons).toEqual(cardOf(metaDigest).buttons);
    expect(() => parseCard(card)).not.toThrow();
  });

  it('has a notice that says only what changed', () => {
    const { notice } = correctionOf(cardOf(wrong, 'ja'), cardOf(metaDigest, 'ja'));
    expect(headOf(cardText(notice!), 9)).toEqual([
      '【訂正】メタ 2023年第2四半期（4〜6月期）決算',
      '訂正',
      '- 売上高: 230億ドル → 320億ドル、▲ 市場予想を上回る（予想 310億6,000万ドル）、予想比 +3.0%（計算値）、取り消し: ▼ 市場予想を下回る（予想 310億6,000万ドル）',
    ]);
    expect(notice?.buttons).toEqual([]);
  });

  it('tells each language what changed in its own words', () => {
    const { notice } = correctionOf(cardOf(wrong, 'both'), cardOf(metaDigest, 'both'));
    const text = cardText(notice!);
    expect(text).toContain('230億ドル → 320億ドル');
    expect(text).toContain('$23B → $32B');
  });

  it('tells what came and what went', () => {
    const fewer = without('headcount');
    const came = correctionOf(cardOf(fewer), cardOf(metaDigest));
    expect(headOf(cardText(came.notice!), 3)[2]).toBe(
      '- Headcount: 71,469; added; −14% year on year',
    );
    const went = correctionOf(cardOf(metaDigest), cardOf(fewer));
    expect(headOf(cardText(went.notice!), 3)[2]).toBe('- Headcount: 71,469; withdrawn');
  });

  it('is none where no figure changed', () => {
    const statements = metaDigest.statements.slice(1);
    const after = cardOf({ ...metaDigest, statements });
    expect(correctionOf(cardOf(metaDigest), after)).toEqual({ card: after, notice: null });
  });

  it('keeps what an earlier one told, and is not held against it', () => {
    const first = correctionOf(cardOf(wrong), cardOf(metaDigest)).card;
    const same = correctionOf(first, cardOf(metaDigest));
    expect(same).toEqual({ card: first, notice: null });
    const second = correctionOf(first, cardOf(withValue('eps', '2.97')));
    const rows = headOf(cardText(second.card), 5);
    expect(rows[2]).toMatch(/^- EPS: \$2\.98 → \$2\.97/);
    expect(rows[4]).toMatch(/^- Revenue: \$23B → \$32B/);
    expect(cardText(second.notice!)).not.toContain('Revenue');
  });
});
