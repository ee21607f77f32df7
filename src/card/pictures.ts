import type { Card, Picture } from './card.ts';

/** The pictures of a card, in their order. */
export function picturesOf(card: Card): readonly Picture[] {
  return card.blocks.filter((block) => block.type === 'picture');
}

/** What a picture is called within its card, before it is a file of any platform: picture-1. */
export function pictureName(card: Card, picture: Picture): string {
  return `picture-${picturesOf(card).indexOf(picture) + 1}`;
}
