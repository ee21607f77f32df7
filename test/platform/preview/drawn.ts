import { assert, property, string } from 'fast-check';
import { expect } from 'vitest';
import type { Block, Card } from '../../../src/card/card.ts';

/** What tries to be more than words: markup of HTML, of Slack and of Discord. */
export const nasty = [
  '<script>alert(1)</script>',
  '"onerror=alert(1) \' & &lt;b&gt;',
  '<img src=x onerror="alert(1)">',
  '<!channel> <@U123> <https://evil.example|x>',
  '@everyone **b** _i_ ~~s~~ `code` [x](https://evil.example)',
  '# R&D',
  '- one',
  '> said',
  '-# small',
  '1. first',
  ':smile: \\*kept',
] as const;

/** A card of these blocks and nothing else. */
export function cardOf(blocks: readonly Block[], rest: Partial<Card> = {}): Card {
  return { language: 'en', title: 'Title', blocks, buttons: [], subject: null, ...rest };
}

/** A card that holds the same text wherever a card holds text. */
export function cardFullOf(text: string): Card {
  return cardOf(
    [
      { type: 'heading', lang: 'en', text },
      { type: 'text', lang: 'en', text },
      {
        type: 'figures',
        lang: 'en',
        rows: [
          { label: text, value: text, details: [text], verdict: null, figure: text, quote: text },
        ],
      },
      { type: 'list', lang: 'en', items: [text] },
      { type: 'quote', lang: 'en', text },
      { type: 'note', lang: 'en', text },
    ],
    { title: text, buttons: [{ action: 'ask', label: text, value: text }] },
  );
}

/** How often `cardFullOf` shows its text. */
const places = 10;

/** The words of some HTML as a reader sees them. */
export function wordsOf(html: string): string {
  const names: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => names[name] ?? '');
}

/** The names of all tags and attributes of some HTML. */
function namesOf(html: string): { tags: Set<string>; attributes: Set<string> } {
  const opening = html.match(/<[a-z][^>]*>/g) ?? [];
  const attributes = opening.flatMap((tag) =>
    [...tag.matchAll(/\s([\w-]+)="[^"]*"/g)].map(([, name]) => name ?? ''),
  );
  return {
    tags: new Set(opening.map((tag) => /\w+/.exec(tag)?.[0] ?? '')),
    attributes: new Set(attributes),
  };
}

/** Expects a drawing to show a text as these words and nothing else: no tag or attribute of its own. */
export function expectInert(html: string, text: string, tags: readonly string[]): void {
  expect(wordsOf(html).split(text)).toHaveLength(places + 1);
  const found = namesOf(html);
  expect([...found.tags].toSorted()).toEqual(tags.toSorted());
  expect([...found.attributes].toSorted()).toEqual([
    'class',
    'data-action',
    'data-value',
    'lang',
    'type',
  ]);
}

/** Expects a drawing to show whatever text there is, whole. */
export function expectWhole(draw: (card: Card) => string): void {
  assert(
    property(string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      const html = draw(cardOf([{ type: 'text', lang: 'en', text: `a${text}z` }]));
      const seen = wordsOf(html).replaceAll(/\s/g, '');
      expect(seen).toBe(`Titlea${text}z`.replaceAll(/\s/g, ''));
    }),
  );
}
