import type { CommandSpec } from '../platform.ts';
import { limits } from './limits.ts';

/** One suggestion while a command is typed. */
export interface Suggestion {
  readonly name: string;
  readonly value: string;
}

/**
 * What a command offers to who has typed this much, the nearest first: what begins so, then what has words that begin
 * so ("q2" for "meta q2"), then what is described so ("メタ"). Other texts may be sent all the same.
 */
export function suggestionsOf(
  { choices }: Pick<CommandSpec, 'choices'>,
  typed: string,
): Suggestion[] {
  const wanted = plain(typed);
  const ranked = choices
    .filter(({ text }) => text.length <= limits.suggestion)
    .map((choice) => ({ text: choice.text, rank: rankOf(choice, wanted) }))
    .filter(({ rank }) => rank < ranks.length);
  // The name is what stands in the field once it is taken, and may be written on: it is the text itself.
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, limits.suggestions)
    .map(({ text }) => ({ name: text, value: text }));
}

type Choice = CommandSpec['choices'][number];

const ranks: readonly ((choice: Choice, wanted: string) => boolean)[] = [
  ({ text }, wanted) => plain(text).startsWith(wanted),
  ({ text }, wanted) => {
    const words = plain(text).split(' ');
    return wanted.split(' ').every((part) => words.some((word) => word.startsWith(part)));
  },
  ({ description }, wanted) =>
    Object.values(description).some((words) => plain(words).includes(wanted)),
];

function rankOf(choice: Choice, wanted: string): number {
  const rank = ranks.findIndex((fits) => fits(choice, wanted));
  return rank < 0 ? ranks.length : rank;
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}
