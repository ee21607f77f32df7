import type { Line } from './table-lines.ts';
import { distanceBetween, type NamedPeriod } from './period.ts';
import type { Token } from './lexer.ts';

type PeriodToken = Extract<Token, { kind: 'period' }>;

/** "£51.2m (H1 2022: £48.0m)": a period in brackets with the amount that was its own, beside another amount. */
function isBracketed({ sentence: { start, text }, tokens }: Line, at: number): boolean {
  const [token, next] = [tokens[at], tokens[at + 1]];
  if (token?.kind !== 'period' || !tokens.slice(0, at).some(({ kind }) => kind === 'quantity'))
    return false;
  const amount = next?.kind === 'break' ? tokens[at + 2] : next;
  return (
    /[(（]\s*$/u.test(text.slice(0, token.start - start)) &&
    /^\s*[:：]/u.test(text.slice(token.end - start)) &&
    amount?.kind === 'quantity'
  );
}

/** A line with the periods that such ones are held against in place of them: those it reports on. */
export function withBracketsTold(line: Line): Line {
  if (!line.tokens.some((_, at) => isBracketed(line, at))) return line;
  return {
    ...line,
    tokens: line.tokens.flatMap((token, at): Token[] => {
      if (token.kind !== 'period' || !isBracketed(line, at)) return [token];
      const { year } = token.period;
      return year === null
        ? []
        : [{ ...token, period: { ...token.period, year: year + 1, fromHeld: true } }];
    }),
  };
}

/**
 * A line with the words for a year earlier (the quarter before) in place of such a period where it is the one
 * before, and without what stands in the brackets where it is any other.
 */
export function withBracketsHeld(line: Line, own: NamedPeriod | null): Line {
  const bracketed = line.tokens.flatMap((token, at) =>
    token.kind === 'period' && isBracketed(line, at) ? [token] : [],
  );
  if (bracketed.length === 0) return line;
  return {
    ...line,
    tokens: line.tokens.flatMap((token): Token[] => {
      const period = bracketed.find(({ start, end }) => token.start >= start && token.end <= end);
      const cue = period && heldAs(period, own);
      if (cue) return [{ kind: 'cue', cue, start: period.start, end: period.end }];
      const inside = bracketed.some((each) => !heldAs(each, own) && isBeside(line, each, token));
      return inside ? [] : [token];
    }),
  };
}

/** What the amount of a period in brackets is to one of the article's own. */
function heldAs(token: PeriodToken, own: NamedPeriod | null): 'yoy' | 'qoq' | null {
  if (isYearBefore(token, own)) return 'yoy';
  return own && isQuarterBefore(token.period, own) ? 'qoq' : null;
}

/** "2Q $1.03 billion (1Q: $1.11 billion)": of quarters without their years too. */
function isQuarterBefore(period: NamedPeriod, own: NamedPeriod): boolean {
  const year = own.year ?? 1;
  return distanceBetween({ ...period, year: period.year ?? year }, { ...own, year }) === 'qoq';
}

function isYearBefore({ period }: PeriodToken, own: NamedPeriod | null): boolean {
  if (period.year === null || own?.year == null || period.year !== own.year - 1) return false;
  // "(2022: 3.9p)" in an account of half a year is of the same half.
  return period.part === own.part || period.part === 'fy' || own.part === 'fy';
}

/** From the period up to the end of its brackets. */
function isBeside({ sentence: { start, text } }: Line, period: PeriodToken, token: Token): boolean {
  const stop = text.indexOf(')', period.end - start);
  return token.start >= period.start && token.end <= (stop < 0 ? text.length : stop) + start;
}
