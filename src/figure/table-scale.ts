import { Big } from 'big.js';
import { fold } from '../article/fold.ts';
import { matchesOf } from '../article/matches.ts';
import { type Currency, currencyOf, isUnit, type Unit } from '../language/amount.ts';
import type { Reading } from '../language/reading.ts';
import { type MetricId, metricUnit } from '../metrics.ts';
import { tenTo } from './arithmetic.ts';
import type { Quantity } from './figure.ts';
import { perReading } from './per-reading.ts';
import type { Line } from './table-lines.ts';

/** How much a bare number in a table stands for: 百万円, in millions. */
export interface Scale {
  readonly power: number;
  readonly currency: Currency | null;
}

/** A note on a scale, at its place. */
export interface ScaleNote extends Scale {
  readonly at: number;
  /** True where it stands in a note below a table: (注)単位億円. */
  readonly below: boolean;
}

const scalePatterns = perReading(({ tableScales }) =>
  tableScales.map((entry) => ({ ...entry, pattern: new RegExp(entry.pattern, 'gimu') })),
);

/** How a line begins that is a note below a table. */
const notePattern = perReading(
  ({ tableNotes }) => new RegExp(`^\\s*(?:${tableNotes.join('|')})`, 'iu'),
);

/** Every note of a text on the scale of its tables, in order. */
export function scalesOf(text: string, reading: Reading): ScaleNote[] {
  const folded = fold(text);
  const found: (ScaleNote & { readonly end: number })[] = [];
  for (const part of linesWithScales(folded, reading)) {
    for (const { pattern, power, currency } of scalePatterns(reading)) {
      for (const hit of matchesOf(part.text, pattern)) {
        const at = part.start + hit.index;
        const lineStart = folded.lastIndexOf('\n', at) + 1;
        const below = notePattern(reading).test(folded.slice(lineStart, lineStart + 60));
        found.push({ at, end: at + hit[0].length, power, currency, below });
      }
    }
  }
  const notes: (ScaleNote & { readonly end: number })[] = [];
  // "Dollars in millions" says more than "in millions".
  for (const note of found.toSorted((a, b) => a.at - b.at || b.end - a.end))
    if (note.at >= (notes.at(-1)?.end ?? 0)) notes.push(note);
  return notes;
}

const scaleWords = perReading(({ tableScaleWords }) => new RegExp(tableScaleWords, 'iu'));

/** Runs of lines that a note on a scale may stand in: a quick look, as the patterns of all moneys are many. */
function linesWithScales(
  folded: string,
  reading: Reading,
): { readonly start: number; readonly text: string }[] {
  const parts: { start: number; text: string }[] = [];
  const words = scaleWords(reading);
  let start = 0;
  for (const line of folded.split(/(?<=\n)/)) {
    if (words.test(line)) {
      const last = parts.at(-1);
      if (last && last.start + last.text.length === start) last.text += line;
      else parts.push({ start, text: line });
    }
    start += line.length;
  }
  return parts;
}

/** How far above its rows a note may stand, and how far below the end of its block (UTF-16 units). */
const reach = { above: 1500, below: 250 };

/** Where a table stands: the lines between two paragraphs. */
export interface Extent {
  readonly start: number;
  readonly end: number;
  /** Where its first row stands: a note before that is none below the table. */
  readonly rows: number;
}

/** The scale of a line: noted in it, above it in its block, in a note below, or a little further off. */
export function scaleNear(
  { sentence }: Line,
  block: Extent,
  notes: readonly ScaleNote[],
): Scale | null {
  const next = firstFrom(notes, sentence.start);
  const inRow = notes[next];
  if (inRow && inRow.at < sentence.end) return inRow;
  const above = notes[next - 1];
  const leads = above && above.at >= block.start && above.at < block.rows;
  const head = above && (leads || !above.below) ? above : null;
  if (head && head.at >= block.start) return head;
  if (inRow?.below && inRow.at < block.end + reach.below) return inRow;
  if (head && sentence.start - head.at < reach.above) return head;
  return inRow && inRow.at - sentence.end < reach.below ? inRow : null;
}

/** The index of the first note at or after a place; notes are in order, and long texts have many. */
function firstFrom(notes: readonly ScaleNote[], place: number): number {
  let [low, high] = [0, notes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((notes[middle]?.at ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a cell's amount is measured with: the note on its scale, and the currency printed in its row. */
export interface Measure {
  readonly scale: Scale | null;
  readonly currency: Currency | null;
  /** What the row's label says its amounts are counted in. */
  readonly label: readonly LabelUnit[];
}

/** What a label says its amounts are counted in: (p), (millions). */
export type LabelUnit = Reading['tableLabelUnits'][number];

/** Amounts of one user each, which the note on a table does not scale. */
const perHead: ReadonlySet<MetricId> = new Set(['arpu']);

/** Amounts that large are printed in full where no note scales them. */
const inFull = tenTo(7);

/** A cell's amount in base units; null where no unit or no scale is known, as it could then be anything. */
export function sized(
  quantity: Quantity,
  metric: MetricId,
  { scale, currency: beside, label }: Measure,
  printed: boolean,
): Quantity | null {
  const kind = metricUnit(metric);
  if (kind === 'percent') return quantity.unit === 'percent' ? quantity : null;
  const unitOf = (of: LabelUnit['of']) => label.find((each) => each.of === of);
  if (kind === 'count') {
    const counted = unitOf('count');
    if (quantity.unit !== 'count' || (!printed && !counted && scale)) return null;
    return scaled(quantity, 'count', printed ? 0 : (counted?.power ?? 0));
  }
  const small = unitOf('per_share');
  const currency =
    currencyOf(quantity.unit) ?? beside ?? small?.currency ?? scale?.currency ?? null;
  if (currency === null || quantity.unit === 'percent' || quantity.unit === 'points') return null;
  const share = `${currency}_per_share`;
  // "12.3" of a British share in an account in millions is of pence or of pounds, nobody knows which.
  if (kind === 'per_share' && currency === 'GBP' && quantity.bare && !small && beside === null)
    return null;
  if (kind === 'per_share')
    return isUnit(share) ? scaled(quantity, share, printed ? 0 : (small?.power ?? 0)) : null;
  if (perHead.has(metric)) return scaled(quantity, currency, 0);
  if (!printed && !scale && new Big(quantity.value).abs().lt(inFull)) return null;
  return scaled(quantity, currency, printed || !scale ? 0 : scale.power);
}

function scaled(quantity: Quantity, unit: Unit, power: number): Quantity {
  const times = tenTo(power);
  return {
    ...quantity,
    unit,
    value: new Big(quantity.value).times(times).toFixed(),
    step: new Big(quantity.step).times(times).toFixed(),
  };
}
