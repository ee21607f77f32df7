import { fold } from '../article/fold.ts';
import { matchesOf } from '../article/matches.ts';
import type { Reading } from '../language/reading.ts';
import type { Draft } from './draft.ts';
import type { Token } from './lexer.ts';
import { perReading } from './per-reading.ts';
import type { NamedPeriod } from './period.ts';
import type { MetricOrLoss } from './thread.ts';

/** 年間配当, in an article on a quarter: the name of a dividend says of its period what its sentence does not. */
export function periodOfDividend(
  { metric, label, period }: Pick<Draft, 'metric' | 'label' | 'period'>,
  { period: own, reading }: { readonly period: NamedPeriod | null; readonly reading: Reading },
): Draft['period'] {
  if (metric !== 'dividend' || period !== undefined || own === null) return period;
  const part = partsOf(reading).find(({ pattern }) => pattern.test(label))?.part;
  return part ? { year: own.year, fiscal: own.fiscal, part } : period;
}

/** 期末配当を25円とする。年間では43円: the dividend told before, of another period than its name says. */
export function ofAnyPart(told: MetricOrLoss, reading: Reading): MetricOrLoss {
  if (told.metric !== 'dividend') return told;
  const label = partsOf(reading).reduce(
    (name, { pattern }) => name.replace(pattern, ''),
    told.label,
  );
  return { ...told, label: label.trim() };
}

/** The tokens of a sentence on dividends with what else it calls one: 期末の85円と合わせて年間170円. */
export function withDividendTerms(
  tokens: readonly Token[],
  text: string,
  start: number,
  reading: Reading,
): readonly Token[] {
  const named = tokens.find((token) => token.kind === 'metric' && token.metric === 'dividend');
  if (!named) return tokens;
  const terms = matchesOf(fold(text), termsOf(reading))
    .map((hit): Token => ({
      kind: 'metric',
      metric: 'dividend',
      label: hit[0],
      start: start + hit.index,
      end: start + hit.index + hit[0].length,
    }))
    .filter((term) => term.start > named.end);
  const others = tokens.filter(
    (token) => !terms.some((term) => token.start < term.end && term.start < token.end),
  );
  return terms.length === 0 ? tokens : [...others, ...terms].toSorted((a, b) => a.start - b.start);
}

const termsOf = perReading(({ dividendTerms }) => new RegExp(dividendTerms, 'giu'));

const partsOf = perReading((reading) =>
  reading.dividendParts.map(({ pattern, part }) => ({ part, pattern: new RegExp(pattern, 'iu') })),
);
