import { describe, expect, it } from 'vitest';
import { correctionOf } from '../../src/card/corrected.ts';
import { digestOfRow, mergedCard, subjectIds } from '../../src/card/merged-card.ts';
import { cardText } from '../../src/card/text.ts';
import type { Digest } from '../../src/digest/digest.ts';
import { alphabetDigest } from '../ask/library.ts';
import { metaDigest } from '../support/meta-digest.ts';

const quarters = Array.from({ length: 30 }, (_, at): Digest => {
  const period = `${2000 + at}-q2`;
  return { ...metaDigest, id: `meta/${period}`, period };
});
const lines = (card: ReturnType<typeof mergedCard>) => cardText(card).split('\n');
const headings = (card: ReturnType<typeof mergedCard>) =>
  card.blocks.flatMap((block) => (block.type === 'heading' ? [block.text] : []));

function withRevenue(value: string): Digest {
  const figures = metaDigest.figures.map((figure) =>
    figure.id === 'revenue' ? { ...figure, value } : figure,
  );
  return { ...metaDigest, figures, revision: 2 };
}

describe('a card of several digests', () => {
  it('tells of each its headline figures and where they are from', () => {
    const card = mergedCard([metaDigest, alphabetDigest], { language: 'en' });
    expect(lines(card).map((line) => line.split(';')[0])).toEqual([
      '2 results',
      '',
      'Meta Q2 2023 results',
      '- Revenue: $32B',
      '- Net income: $7.788B',
      '- EPS: $2.98',
      'Source: ジンク・ファイナンス, by 孫鵬岳, edited by ゲイル, publication date unknown, in Japanese',
      '',
      'Alphabet Q2 2023 results',
      '- Revenue: $74.6B',
      'Source: ジンク・ファイナンス, by 孫鵬岳, edited by ゲイル, publication date unknown',
      'Consensus as reported by the source.',
    ]);
    expect(card.subject).toEqual({ digest: 'meta/2023-q2 alphabet/2023-q2', revision: 1 });
    expect(card.buttons).toEqual([
      { action: 'ask', label: 'Ask', value: 'meta/2023-q2 alphabet/2023-q2' },
    ]);
  });

  it('says once above each digest that it was withdrawn', () => {
    const withdrawn = { by: 'sam', at: '2026-11-23T06:45:11+00:00', reason: 'the wrong quarter' };
    const card = mergedCard([metaDigest, { ...alphabetDigest, withdrawn }], { language: 'ja' });
    expect(cardText(card).match(/撤回[^し]/g)).toEqual(['撤回】']);
    expect(cardText(card)).toContain('理由: the wrong quarter');
  });

  it('is in both languages from the same figures', () => {
    const card = mergedCard([metaDigest, alphabetDigest], { language: 'both' });
    expect(card.title).toBe('決算 2件 / 2 results');
    const figures = (lang: string) =>
      card.blocks.flatMap((block) =>
        block.type === 'figures' && block.lang === lang ? block.rows.map((row) => row.figure) : [],
      );
    expect(figures('ja')).toEqual(figures('en'));
    expect(figures('ja')).toContain('alphabet/2023-q2#revenue');
    expect(lines(card)).toContain('- 売上高: 746億ドル');
  });

  it('tells eight at most, further ones by title with their command, and how many more there are', () => {
    const card = mergedCard(quarters, { language: 'ja' });
    expect(headings(card)).toHaveLength(9);
    const told = lines(card);
    expect(told).toContain('ほかの決算');
    expect(told).toContain('- メタ 2008年第2四半期（4〜6月期）決算: /meta 2008-q2');
    expect(told).toContain('- メタ 2019年第2四半期（4〜6月期）決算: /meta 2019-q2');
    expect(told).toContain('ほか10件');
    expect(cardText(card).length).toBeLessThanOrEqual(3300);
  });

  it('tells fewer where it is in both languages, and loses none', () => {
    const card = mergedCard(quarters.slice(0, 8), { language: 'both' });
    const inEnglish = headings(card).filter((text) => text.startsWith('Meta'));
    expect(inEnglish.length).toBeLessThan(8);
    for (const { period } of quarters.slice(inEnglish.length, 8))
      expect(lines(card).filter((line) => line.endsWith(`: /meta ${period}`))).toHaveLength(2);
  });

  it('carries as many ids in its button as fit everywhere, and all in its subject', () => {
    const { buttons, subject } = mergedCard(quarters, { language: 'en' });
    expect(subjectIds(buttons[0]!.value)).toEqual(quarters.slice(0, 6).map(({ id }) => id));
    expect(subjectIds(subject!.digest)).toHaveLength(30);
  });
});

describe('the correction of a card of several digests', () => {
  const language = 'en' as const;
  const others = [metaDigest, alphabetDigest];
  const corrected = (after: readonly Digest[]) =>
    correctionOf(mergedCard(others, { language }), mergedCard(after, { language }), after);

  it('says whose figure it was, and of which digest in its notice', () => {
    const { card, notice } = corrected([withRevenue('33000000000'), alphabetDigest]);
    expect(lines(card).slice(0, 4)).toEqual([
      'Correction: 2 results',
      '',
      'Corrected',
      expect.stringMatching(/^- Revenue, Meta: \$32B → \$33B/),
    ]);
    expect(lines(card)).toContain('Alphabet Q2 2023 results');
    expect(notice?.title).toBe('Correction: Meta Q2 2023 results');
    expect(cardText(notice!)).toContain('Revenue, Meta: $32B → $33B');
    expect(cardText(notice!)).not.toContain('Alphabet');
  });

  it('says the period too where a company is there twice', () => {
    const pair = [quarters[0]!, metaDigest];
    const after = [quarters[0]!, withRevenue('33000000000')];
    const { notice } = correctionOf(
      mergedCard(pair, { language }),
      mergedCard(after, { language }),
      after,
    );
    expect(cardText(notice!)).toContain('Revenue, Meta, Q2 2023: $32B → $33B');
  });

  it('tells rows of one digest from those of another', () => {
    const rows = mergedCard(others, { language }).blocks.flatMap((block) =>
      block.type === 'figures' ? block.rows : [],
    );
    expect(new Set(rows.map(digestOfRow))).toEqual(new Set(others.map(({ id }) => id)));
    expect(digestOfRow({ ...rows[0]!, figure: 'revenue' })).toBeNull();
  });
});
