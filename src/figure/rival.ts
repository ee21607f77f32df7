import type { Sentence } from '../article/article.ts';
import type { Token } from './lexer.ts';
import { patternOf } from './per-reading.ts';
import type { Thread } from './thread.ts';
import type { Walk } from './walk.ts';

/** "Larger rival Transway reported", 同業の新星薬品は: a competitor that nothing else tells from the company. */
export function isOfRival(thread: Thread, { start }: Sentence, tokens: readonly Token[]): boolean {
  const first = tokens.find(({ kind }) => kind === 'quantity');
  if (!first) return false;
  const lead = thread.text.slice(start, first.start);
  const rival = rivals(thread.reading).exec(lead);
  // 青葉電機のライバルの紅葉電機は: the company may be named before its rival.
  const from = start + (rival?.index ?? 0);
  const own = tokens.some(
    (token) =>
      (token.kind === 'company' && token.end > from && token.start < first.start) ||
      // "Azure, whose sales rose 30%"
      (token.kind === 'segment' &&
        token.start === from &&
        token.end < from + (rival?.[0].length ?? 0)),
  );
  return rival !== null && !own;
}

export function isWhoseRival({ thread }: Walk, { end }: Token): boolean {
  const found = rivals(thread.reading).exec(thread.text.slice(end, end + 24));
  return found !== null && found.index <= 1;
}

const rivals = patternOf('rivals');
