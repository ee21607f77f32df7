import type { Reading } from '../language/reading.ts';
import type { Draft } from './draft.ts';
import { wholes } from './list.ts';
import { perReading } from './per-reading.ts';
import type { Cell, Cells } from './table-cells.ts';
import type { Head } from './table-head.ts';
import type { TableLine } from './table-lines.ts';
import { type Names, ownerOf } from './table-list.ts';
import { type Matrix, type NamedRow, slotsOf, widthOf } from './table-matrix.ts';
import type { Place } from './table-roles.ts';
import { addRate, draftsOf, measureOf } from './table-row.ts';
import type { Scale } from './table-scale.ts';

/** The row of a business that a line adds to a matrix of businesses; null where its label is no name of one. */
export function namedRowOf(
  line: TableLine,
  cells: Cells,
  scale: Scale | null,
  { businesses }: Matrix,
  reading: Reading,
): NamedRow | null {
  const label = line.laid.slice(0, cells.stop);
  const isName =
    businesses &&
    !wholes(reading).test(label) &&
    !notNames(reading).test(label) &&
    line.tokens.every(
      ({ kind, end }) => kind === 'segment' || end > line.sentence.start + cells.stop,
    );
  return isName ? { line, cells, scale } : null;
}

const notNames = perReading(({ tableNotMetrics }) => new RegExp(tableNotMetrics.join('|'), 'iu'));

/** The figures of businesses: each row is of one, each column of a metric. */
export function readBusinesses(matrix: Matrix, head: Head, names: Names): Draft[] {
  return matrix.named.flatMap((row) => readRowOf(row, matrix, head, names));
}

function readRowOf(row: NamedRow, matrix: Matrix, head: Head, names: Names): Draft[] {
  const { line, scale } = row;
  const label = line.sentence.text
    .slice(0, row.cells.stop)
    .replace(/[|_*•:\s]+/g, ' ')
    .trim();
  const owner = ownerOf(label, head, names);
  const width = widthOf(matrix);
  const cells = cellsOf(row.cells, width);
  if (!owner || !cells) return [];
  const place: Place = {
    as: 'figure',
    period: matrix.caption,
    basis: matrix.guidance ? 'guidance' : 'actual',
  };
  return slotsOf(matrix, width).flatMap(({ metric, at, rate, unit }) => {
    const cell = cells[at];
    const [draft, ...more] = draftsOf({
      line,
      subject: {
        metric: metric.metric,
        label: metric.label,
        segment: owner.segment,
        accounting: null,
        loss: false,
      },
      places: [place],
      cells: [cell?.amount ?? null],
      measure: measureOf(cell?.amount ? [cell.amount] : [], unit?.currency ? unit : scale),
    });
    const beside = cell?.beside ?? (rate === null ? null : (cells[rate]?.amount ?? null));
    if (draft && beside) addRate(draft, beside, 'yoy', line);
    return draft ? [draft, ...more] : [];
  });
}

interface Pair {
  readonly amount: Cell | null;
  /** The rate in brackets beside it: 57,685(11.9%減). */
  readonly beside: Cell | null;
}

/** The cells of a row by its columns, each perhaps with a rate beside it; null where they do not fit. */
function cellsOf({ all }: Cells, width: number): Pair[] | null {
  if (all.length === width) return all.map((amount) => ({ amount, beside: null }));
  if (all.length !== 2 * width) return null;
  const pairs = all.flatMap((amount, at): Pair[] =>
    at % 2 === 0 ? [{ amount, beside: all[at + 1] ?? null }] : [],
  );
  return pairs.every(({ beside }) => beside === null || beside.beside) ? pairs : null;
}
