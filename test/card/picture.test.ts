import { describe, expect, it } from 'vitest';
import { digestCard } from '../../src/card/digest-card.ts';
import { cardSvg } from '../../src/card/picture.ts';
import { metaDigest } from '../support/meta-digest.ts';
import { wordsIn } from '../support/svg.ts';

describe('the picture of a card', () => {
  it.each(['ja', 'en', 'both'] as const)('holds every figure of the card whole: %s', (language) => {
    const card = digestCard(metaDigest, { language, form: 'standard' });
    const drawn = wordsIn(cardSvg(card, 'light'));
    for (const block of card.blocks) {
      if (block.type !== 'figures') continue;
      for (const { label, value, details } of block.rows) {
        for (const text of [label, value, ...details])
          expect(drawn).toContain(text.replaceAll(/\s/g, ''));
      }
    }
  });

  it.each(['<script>alert(1)</script>', 'a & b "c"', 'x'.repeat(300)])(
    'makes no markup of a text: %s',
    (title) => {
      const card = { ...digestCard(metaDigest, { language: 'ja', form: 'headline' }), title };
      const svg = cardSvg(card, 'light');
      expect(svg.match(/<(?!\/?(?:svg|title|rect|path|text)\b)/g)).toBeNull();
      expect(wordsIn(svg)).toContain(title.replaceAll(/\s/g, ''));
    },
  );

  it('is dark where a dark page shows it', () => {
    const card = digestCard(metaDigest, { language: 'ja', form: 'headline' });
    const papers = (['light', 'dark'] as const).map(
      (theme) => /<rect[^>]*fill="(#\w+)"/.exec(cardSvg(card, theme))?.[1],
    );
    expect(papers).toEqual(['#fffdf8', '#1f2126']);
  });
});
