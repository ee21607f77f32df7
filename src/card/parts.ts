import type { Block } from './card.ts';

/** The parts of a card one after the other with a line between them. */
export function divided(parts: readonly (readonly Block[])[]): Block[] {
  return parts.flatMap((part, index) =>
    index === 0 ? part : [{ type: 'divider' } as const, ...part],
  );
}
