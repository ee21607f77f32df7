import { describe, expect, it } from 'vitest';
import { correctionOf } from '../../src/card/corrected.ts';
import { digestCard } from '../../src/card/digest-card.ts';
import { mergedCard } from '../../src/card/merged-card.ts';
import { picturesOf } from '../../src/card/pictures.ts';
import { quietCard } from '../../src/card/quiet-card.ts';
import { parseCard } from '../../src/card/schema.ts';
import { cardText } from '../../src/card/text.ts';
import { splitWithdrawal } from '../../src/card/withdrawal.ts';
import type { Block, Card, CardLanguage } from '../../src/card/card.ts';
import type { Digest } from '../../src/digest/digest.ts';
import { alphabetDigest } from '../ask/library.ts';
import { metaCompany, metaDigest } from '../support/meta-digest.ts';

const reason = 'The source took the article back.';
// Late in the evening in New York, the next day in Tokyo: the day is that of whoever said so.
const said = { by: 'os-account', at: '2026-11-22T22:00:00-05:00', reason };
const gone: Digest = { ...metaDigest, revision: 2, withdrawn: said };

const cardOf = (digest: Digest, language: CardLanguage = 'en', history: readonly Digest[] = []) =>
  digestCard(digest, { language, form: 'standard', history });
const lines = (card: Card) =>
  cardText(card)
    .split('\n')
    .filter((line) => line !== '');

function undivided(): Block[] {
  return cardOf(gone, 'both').blocks.filter(({ type }, at) => type !== 'divider' || at > 4);
}

/** The figures that stand in the trend of the digest. */
function bars(history: Digest): string[] {
  return picturesOf(cardOf(metaDigest, 'en', [history])).flatMap(({ chart }) =>
    chart.panels.flatMap((panel) => panel.bars.map(({ figure }) => figure)),
  );
}

function withRevenue(value: string, digest: Digest): Digest {
  const figures = digest.figures.map((figure) =>
    figure.id === 'revenue' ? { ...figure, value } : figure,
  );
  return { ...digest, figures };
}

describe('the card of a withdrawn digest', () => {
  it.each(['headline', 'standard', 'full'] as const)(
    'says so on top, with the day and the reason, above all its figures (%s)',
    (form) => {
      const card = digestCard(gone, { language: 'en', form });
      expect(lines(card).slice(0, 3)).toEqual([
        'Withdrawn: Meta Q2 2023 results',
        'Withdrawn',
        `Withdrawn on November 22, 2026. Its figures no longer stand. Reason: ${reason}`,
      ]);
      const as = digestCard(metaDigest, { language: 'en', form });
      expect(lines(card).slice(3)).toEqual(lines(as).slice(1));
      expect(cardText(card)).not.toContain('os-account');
    },
  );

  it('says so in both languages before either part', () => {
    const card = cardOf(gone, 'both');
    expect(lines(card).slice(0, 6)).toEqual([
      '【撤回】メタ 2023年第2四半期（4〜6月期）決算 / Withdrawn: Meta Q2 2023 results',
      '撤回',
      `2026年11月22日に撤回しました。このダイジェストの数字は無効です。理由: ${reason}`,
      'Withdrawn',
      `Withdrawn on November 22, 2026. Its figures no longer stand. Reason: ${reason}`,
      '主な数字',
    ]);
  });

  it.each([cardOf(gone, 'both'), { ...cardOf(gone, 'both'), blocks: undivided() }])(
    'is told apart from what stands below, with a line between them or none (%#)',
    (card) => {
      const { banner, rest } = splitWithdrawal(card);
      expect(banner.map(({ type }) => type)).toEqual(['heading', 'text', 'heading', 'text']);
      expect(rest.slice(0, 2)).toEqual(cardOf(metaDigest, 'both').blocks.slice(0, 2));
      expect(splitWithdrawal({ ...card, blocks: rest }).banner).toEqual([]);
    },
  );

  it('says so in the picture, which may be shown without its card', () => {
    const [picture] = picturesOf(cardOf(gone));
    expect(picture?.chart.title).toBe('Withdrawn: Meta Q2 2023 results');
  });
});

describe('other cards', () => {
  it('leave a withdrawn quarter out of the trend', () => {
    const before = { ...metaDigest, id: 'meta/2023-q1', period: '2023-q1' };
    const figures = metaDigest.figures.map((figure) =>
      figure.period === '2023-q2' ? { ...figure, period: '2023-q1' } : figure,
    );
    const quarter = { ...before, figures };
    expect(bars(quarter)).toContain('meta/2023-q1#revenue');
    expect(bars({ ...quarter, withdrawn: said })).not.toContain('meta/2023-q1#revenue');
  });

  it('do not call a withdrawn digest the newest', () => {
    const older = { ...metaDigest, id: 'meta/2023-q1', period: '2023-q1' };
    const card = quietCard([metaCompany], [older, gone], { language: 'en' });
    expect(card.subject?.digest).toBe('meta/2023-q1');
  });
});

describe('a posted card whose digest is withdrawn', () => {
  const { card, notice } = correctionOf(cardOf(metaDigest), cardOf(gone));

  it('is the withdrawn one, and one notice says so', () => {
    expect(card).toEqual(cardOf(gone));
    expect(lines(notice!)).toEqual([
      'Withdrawn: Meta Q2 2023 results',
      `Withdrawn on November 22, 2026. Its figures no longer stand. Reason: ${reason}`,
    ]);
    expect(notice!.buttons).toEqual([]);
    expect(parseCard(JSON.parse(JSON.stringify(card)))).toEqual(card);
  });

  it('is as it was once that is undone, and one notice says so', () => {
    const back = { ...metaDigest, revision: 3 };
    const undone = correctionOf(card, cardOf(back));
    expect(undone.card).toEqual(cardOf(back));
    expect(lines(undone.notice!)).toEqual([
      'No longer withdrawn: Meta Q2 2023 results',
      'The withdrawal of this digest was taken back. Its figures stand again.',
    ]);
    const both = correctionOf(cardOf(gone, 'both'), cardOf(back, 'both'));
    expect(lines(both.notice!)).toEqual([
      '【撤回の取り消し】メタ 2023年第2四半期（4〜6月期）決算 / Meta Q2 2023 results',
      'このダイジェストの撤回を取り消しました。数字は有効です。',
      'The withdrawal of this digest was taken back. Its figures stand again.',
    ]);
  });

  it('tells nothing new where only the revision is', () => {
    const again = correctionOf(card, cardOf({ ...gone, revision: 3 }));
    expect(again.notice).toBeNull();
    expect(again.card.blocks).toEqual(card.blocks);
  });

  it('keeps what was corrected before, below the withdrawal, and what changes with it', () => {
    const wrong = withRevenue('23000000000', metaDigest);
    const corrected = correctionOf(cardOf(wrong), cardOf(metaDigest)).card;
    const withdrawn = correctionOf(corrected, cardOf(gone));
    expect(lines(withdrawn.card).slice(0, 5)).toEqual([
      'Withdrawn: Meta Q2 2023 results',
      'Withdrawn',
      expect.stringContaining('no longer stand'),
      'Corrected',
      expect.stringContaining('$23B → $32B'),
    ]);
    const undone = correctionOf(withdrawn.card, cardOf({ ...metaDigest, revision: 3 }));
    const { buttons } = undone.card;
    expect(undone.card).toEqual({
      ...corrected,
      buttons,
      subject: { digest: gone.id, revision: 3 },
    });
    expect(buttons.map(({ action }) => action)).toContain('history');
    const atOnce = correctionOf(cardOf(wrong), cardOf(gone));
    expect(lines(atOnce.notice!)).toEqual([
      'Withdrawn: Meta Q2 2023 results',
      expect.stringContaining(reason),
      'Corrected',
      expect.stringContaining('$23B → $32B'),
    ]);
  });
});

function merged(digests: readonly Digest[], language: CardLanguage): Card {
  return mergedCard(digests, { language });
}

describe('a posted card of several digests of which one is withdrawn', () => {
  const whole = [metaDigest, alphabetDigest];
  const without = [gone, alphabetDigest];

  it.each(['ja', 'en', 'both'] as const)('has one notice that says which (%s)', (language) => {
    const { notice } = correctionOf(merged(whole, language), merged(without, language), without);
    const text = cardText(notice!);
    expect(text).toContain(language === 'en' ? 'Withdrawn: Meta Q2 2023' : '【撤回】メタ 2023年');
    expect(text.split(reason)).toHaveLength(language === 'both' ? 3 : 2);
    expect(text).not.toMatch(/Alphabet|アルファベット/);
    const again = merged(without, language);
    expect(correctionOf(again, again, without).notice).toBeNull();
  });

  it('has one that says which stands again', () => {
    const { notice } = correctionOf(merged(without, 'en'), merged(whole, 'en'), whole);
    expect(notice?.title).toBe('No longer withdrawn: Meta Q2 2023 results');
  });
});
