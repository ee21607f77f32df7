import { matchesOf } from '../article/matches.ts';
import type { Reading } from '../language/reading.ts';
import type { Frame } from './frame.ts';
import { perReading } from './per-reading.ts';
import { inFiscalYear, type NamedPeriod } from './period.ts';
import type { Column } from './table-columns.ts';
import type { TableLine } from './table-lines.ts';

/** Something of a head that may be a column, at its place. */
export interface Mark {
  readonly at: number;
  readonly end: number;
  readonly says:
    | Column
    | { readonly kind: 'span'; readonly period: NamedPeriod }
    | { readonly kind: 'year'; readonly year: number };
}

/** Everything of a line that may head a column, in order. */
export function marksOf(given: TableLine, reading: Reading, frame: Frame): Mark[] {
  const line = withoutAsides(given, reading);

  const changes = patternsOf(reading).changes.flatMap(({ pattern, versus }) =>
    hits(line.laid, pattern, () => ({ kind: 'change', versus })),
  );
  // "vs. Q4 2021" heads a change, whatever period it names.
  const ofChange = ({ at }: Mark) => changes.some((hit) => at >= hit.at && at <= hit.end);
  return inOrder([
    ...changes,
    ...inOrder([
      ...patternsOf(reading).roles.flatMap(({ pattern, role }) =>
        hits(line.laid, pattern, () => ({ kind: 'role', role })),
      ),
      ...periodsIn(line, frame).filter(({ says }) => isByMonths(says)),
      ...spansIn(line, reading, frame),
      ...datesIn(line.laid, reading),
      ...periodsIn(line, frame),
      ...hits(line.laid, barYear, (hit) => ({ kind: 'year', year: Number(hit[0]) })),
      ...hits(line.laid, shortYear, (hit) => ({ kind: 'year', year: 2000 + Number(hit[1]) })),
      ...hits(line.laid, patternsOf(reading).year, () => ({
        kind: 'period',
        period: { year: null, fiscal: frame.period?.fiscal ?? false, part: 'fy' },
        role: null,
      })),
    ]).filter((mark) => !ofChange(mark)),
  ]);
}

/** The line with what heads no column blanked out. */
function withoutAsides(line: TableLine, reading: Reading): TableLine {
  if (reading.tableAsides.length === 0) return line;
  const { asides } = patternsOf(reading);
  const laid = line.laid.replace(asides, (aside) => ' '.repeat(aside.length));
  if (laid === line.laid) return line;
  const { start } = line.sentence;
  const tokens = line.tokens.filter(
    (token) => laid.slice(token.start - start, token.end - start).trim() !== '',
  );
  return { ...line, laid, tokens };
}

/** A year by itself; others may follow without a space (20232022), digits of a number may not. */
const barYear =
  /(?<![\d,.])(?:19|20)\d{2}(?!\d|[,.]\d)|(?:19|20)\d{2}(?=(?:(?:19|20)\d{2})+(?!\d))|(?<=(?<!\d)(?:(?:19|20)\d{2}){1,7})(?:19|20)\d{2}(?!\d)/g;

/** F11: a fiscal year by its last digits. */
const shortYear = /(?<![\p{L}\d])F(\d{2})(?![\p{L}\d.])/gu;

const patternsOf = perReading((reading) => ({
  changes: reading.tableChanges.map(({ pattern, versus }) => ({
    pattern: new RegExp(pattern, 'giu'),
    versus,
  })),
  roles: reading.tableRoles.map(({ pattern, role }) => ({
    pattern: new RegExp(pattern, 'giu'),
    role,
  })),
  spans: reading.tableSpans.map(({ pattern, part }) => ({
    pattern: new RegExp(pattern, 'giu'),
    part,
  })),
  asides: new RegExp(reading.tableAsides.join('|'), 'giu'),
  year: new RegExp(reading.tableYear, 'giu'),
  date:
    reading.months.length === 0
      ? null
      : new RegExp(
          `(?<!\\p{L})(?<month>${reading.months.join('|')})\\p{L}{0,7}\\.?\\s(?<day>\\d{1,2})(?:,?\\s{1,3}(?<year>(?:19|20)\\d{2}))?(?!\\d)`,
          'giu',
        ),
}));

function hits(laid: string, pattern: RegExp, says: (hit: RegExpExecArray) => Mark['says']): Mark[] {
  return matchesOf(laid, pattern).map((hit) => ({
    at: hit.index,
    end: hit.index + hit[0].length,
    says: says(hit),
  }));
}

/** Marks by their places; of two at one place the one that was named first. */
function inOrder(all: readonly Mark[]): Mark[] {
  const kept: Mark[] = [];
  for (const mark of all)
    if (!kept.some(({ at, end }) => mark.at < end && at < mark.end)) kept.push(mark);
  return kept.toSorted((a, b) => a.at - b.at);
}

function periodsIn({ tokens, sentence, laid }: TableLine, frame: Frame): Mark[] {
  return tokens.flatMap((token): Mark[] => {
    const place = { at: token.start - sentence.start, end: token.end - sentence.start };
    if (token.kind === 'cue' && token.cue === 'consensus')
      return [{ ...place, says: { kind: 'role', role: 'consensus' } }];
    if (token.kind !== 'period') return [];
    const text = laid.slice(place.at, place.end);
    // The last year of "2023 2022" names a period elsewhere, not among years.
    if (/^\d{4}$/.test(text)) return [{ ...place, says: { kind: 'year', year: Number(text) } }];
    const period = inFiscalYear(token.period, frame.endMonth);
    return [{ ...place, says: { kind: 'period', period, role: null } }];
  });
}

/** "Three Months Ended": a span of time that is named without its month, or with days further on. */
function spansIn({ laid }: TableLine, reading: Reading, frame: Frame): Mark[] {
  const [day] = datesIn(laid, reading);
  const month = day?.says.kind === 'date' ? day.says.month : null;
  return patternsOf(reading).spans.flatMap(({ pattern, part }) =>
    hits(laid, pattern, () => ({
      kind: 'span',
      period: part === 'quarter' ? quarterTo(month, frame) : { year: null, fiscal: false, part },
    })),
  );
}

/** The quarter that ends with a month; without one that of the article. */
export function quarterTo(month: number | null, frame: Pick<Frame, 'period'>): NamedPeriod {
  if (month === null) return { year: null, fiscal: false, part: lastQuarter(frame) };
  const part = quarters[Math.ceil(month / 3) - 1] ?? 'q4';
  return { year: null, fiscal: false, part, fromMonth: ((month + 9) % 12) + 1 };
}

const quarters = ['q1', 'q2', 'q3', 'q4'] as const;

/** The quarter that the article reports on, or that its period ends with. */
function lastQuarter({ period }: Pick<Frame, 'period'>): NamedPeriod['part'] {
  const part = period?.part ?? 'fy';
  return part.startsWith('q') ? part : (ends[part] ?? 'q4');
}

const ends: Partial<Record<NamedPeriod['part'], NamedPeriod['part']>> = { h1: 'q2', '9m': 'q3' };

function datesIn(laid: string, reading: Reading): Mark[] {
  const { date } = patternsOf(reading);
  return date === null
    ? []
    : hits(laid, date, ({ groups }) => ({
        kind: 'date',
        year: Number(groups?.['year'] ?? 0),
        month: monthOf(
          reading.months.indexOf((groups?.['month'] ?? '').toLowerCase()) + 1,
          Number(groups?.['day'] ?? 31),
        ),
      }));
}

/** The month that a period ends in which ends on that day: years of 52 weeks run a few days into the next. */
function monthOf(month: number, day: number): number {
  return day <= 7 ? ((month + 10) % 12) + 1 : month;
}

/** "Three Months Ended June 30, 2023": the years and dates that follow are of such spans too. */
export function isByMonths(says: Mark['says']): says is Extract<Mark['says'], { kind: 'period' }> {
  return says.kind === 'period' && says.period.fromMonth !== undefined;
}
