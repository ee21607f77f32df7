import type { Line } from './table-lines.ts';

/** Fewer rows on one line are a sentence. */
const fewestRows = 3;

/**
 * A line that was a list: names of metrics, each with its amount (売上高 1,234億円(+5%) 営業利益 123億円(-10%)). Gives its
 * rows; the line itself where it is anything else.
 */
export function itemsOf(line: Line): Line[] {
  const { sentence, tokens } = line;
  const amounts = new Set(tokens.flatMap(({ kind }, at) => (kind === 'quantity' ? [at] : [])));
  if (amounts.size < fewestRows || /[。.!?]\s*$/u.test(sentence.text)) return [line];
  const text = (from: number, to: number) =>
    sentence.text.slice(from - sentence.start, to - sentence.start);
  const starts = tokens.flatMap((token, at) => {
    const next = tokens[at + 1];
    const isRow =
      token.kind === 'metric' &&
      next?.kind === 'quantity' &&
      !next.quantity.bare &&
      /^[\s:|]*$/.test(text(token.end, next.start));
    return isRow ? [token.start] : [];
  });
  const metrics = tokens.filter(({ kind }) => kind === 'metric').length;
  if (starts.length < fewestRows || metrics > starts.length) return [line];
  const edges = [sentence.start, ...starts.slice(1), sentence.end];
  const pieces = starts.map((_, index) => piece(line, edges[index] ?? 0, edges[index + 1] ?? 0));
  // Words between an amount and the next name make a sentence of them.
  return pieces.every(({ sentence: row }) => /^[^、。]*$/u.test(row.text)) ? pieces : [line];
}

function piece({ sentence, tokens }: Line, from: number, to: number): Line {
  const text = sentence.text.slice(from - sentence.start, to - sentence.start).trimEnd();
  return {
    sentence: { start: from, end: from + text.length, text },
    tokens: tokens.filter(({ start }) => start >= from && start < to),
  };
}
