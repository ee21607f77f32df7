import type { Reading } from '../language/reading.ts';
import { perReading } from './per-reading.ts';
import type { Line } from './table-lines.ts';

/** Longer lines are no headings (UTF-16 units). */
const longest = 40;

/** (染色加工事業) on a line of its own: the business that the paragraph below it is about; null for any other line. */
export function headingOf(
  { sentence: { text, start }, tokens }: Line,
  reading: Reading,
): string | null {
  if (text.length > longest || tokens.length > maxTokens) return null;
  const [name, ...more] = tokens.filter(({ kind }) => kind !== 'bracket' && kind !== 'break');
  if (name?.kind !== 'segment' || more.length > 0) return null;
  const [before, behind] = [text.slice(0, name.start - start), text.slice(name.end - start)];
  return /^\P{L}*$/u.test(before) && suffixed(reading).test(behind) ? name.slug : null;
}

/** A name with its brackets. */
const maxTokens = 6;

const suffixed = perReading(
  ({ segmentSuffixes }) => new RegExp(`^ ?(?:${segmentSuffixes.join('|')})\\P{L}*$`, 'iu'),
);
