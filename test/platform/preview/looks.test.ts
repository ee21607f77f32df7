import { describe, expect, it } from 'vitest';
import { digestCard } from '../../../src/card/digest-card.ts';
import { pictureName, picturesOf } from '../../../src/card/pictures.ts';
import { loadLibrary } from '../../../src/digest/files.ts';
import { chatDrawings } from '../../../src/drawing.ts';
import { drawCards, lookOf, looks } from '../../../src/platform/preview/looks.ts';
import { wordsOf } from './drawn.ts';

const { library } = await loadLibrary('digests');
const forms = ['headline', 'standard', 'full'] as const;
const languages = ['ja', 'en', 'both'] as const;

describe.each(looks)('the look %s', async (look) => {
  const draw = await drawCards(look, chatDrawings);

  it('is found by its name', () => {
    expect(lookOf(look)).toBe(look);
  });

  it.each(forms)(
    'draws every digest of the checkout, each button with what it does (%s)',
    (form) => {
      expect(library.digests.length).toBeGreaterThan(0);
      for (const digest of library.digests) {
        for (const language of languages) {
          const card = digestCard(digest, { language, form });
          const html = draw(card, {
            level: 2,
            id: 'one',
            picture: (name) => `/${name}`,
          }).toString();
          expect(wordsOf(html)).toContain(card.title);
          expect(html.match(/data-action="/g)).toHaveLength(card.buttons.length);
          const pictures = [...html.matchAll(/<img [^>]*\/(picture-\d)"/g)].map(([, name]) => name);
          expect(pictures).toEqual(picturesOf(card).map((each) => pictureName(card, each)));
        }
      }
    },
  );
});

it('is our own where none of that name is known', () => {
  expect([lookOf('irc'), lookOf(undefined)]).toEqual(['kawaraban', 'kawaraban']);
});
