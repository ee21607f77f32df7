import type { Problem } from '../language/problem.ts';
import type { Reading } from '../language/reading.ts';
import type { Quantity } from './figure.ts';
import type { Draft } from './draft.ts';
import type { Frame } from './frame.ts';
import { cellsOf, scalesOf } from './table-cells.ts';
import { columnsOf, emptyHead, isHead, isProse, type Line, withHead } from './table-head.ts';
import { readRow } from './table-row.ts';

/**
 * The figures of rows of tables that were flattened to lines, by the lines above that head their columns.
 * Gives the drafts and the lines they took; a row whose cells do not fit its columns gives nothing.
 */
export function readTables(
  text: string,
  lines: readonly Line[],
  reading: Reading,
  frame: Frame,
): { drafts: Draft[]; taken: Set<Line>; problems: Problem[] } {
  const scales = scalesOf(text, reading);
  const drafts: Draft[] = [];
  const taken = new Set<Line>();
  const problems: Problem[] = [];
  let head = emptyHead();
  for (const line of lines) {
    const cells = cellsOf(line, reading, head.columns.length > 0);
    if (cells) {
      const read = readRow(line, cells, head, { scales, reading, frame });
      drafts.push(...read);
      if (read.length === 0 && isOfMetric(line, cells) && head.columns.length > 1)
        problems.push(unread(line));
      if (read.length > 0 || head.columns.length > 0) taken.add(line);
    } else if (isHead(line)) {
      head = withHead(head, line, reading, frame);
      if (columnsOf(line, reading, frame, null).length > 0) taken.add(line);
    } else if (isProse(line)) {
      head = emptyHead();
    }
  }
  return { drafts, taken, problems };
}

/** A row that names a metric but whose cells fit no column is said, not guessed. */
function isOfMetric({ tokens }: Line, cells: readonly { readonly low: Quantity }[]): boolean {
  const stop = cells[0]?.low.start ?? 0;
  return tokens.some((token) => token.kind === 'metric' && token.end <= stop);
}

function unread({ sentence: { start, end, text } }: Line): Problem {
  return {
    code: 'unread',
    severity: 'low',
    spans: [{ start, end }],
    figures: [],
    args: { text: { text } },
  };
}
