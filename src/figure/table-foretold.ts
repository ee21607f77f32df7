import type { Draft } from './draft.ts';
import type { Frame } from './frame.ts';
import type { NamedPeriod } from './period.ts';
import type { TableLine } from './table-lines.ts';

/** "Q2 revenue guidance" below results: a row that says itself that it is a forecast, and for when. */
export function foretold(
  drafts: readonly Draft[],
  { tokens, sentence }: TableLine,
  stop: number,
  { period: own }: Frame,
): Draft[] {
  const inLabel = tokens.filter(({ end }) => end <= sentence.start + stop);
  if (!inLabel.some((token) => token.kind === 'cue' && token.cue === 'guidance'))
    return [...drafts];
  const [named] = inLabel.flatMap((token) => (token.kind === 'period' ? [token.period] : []));
  const period = named && own ? nextNamed(named, own) : named;
  return drafts.map((draft) => ({ ...draft, basis: 'guidance', period: period ?? draft.period }));
}

/** A quarter that is named without its year, as one after that reported on. */
function nextNamed(named: NamedPeriod, own: NamedPeriod): NamedPeriod {
  if (named.year !== null || own.year === null) return named;
  const isOver = named.part.startsWith('q') && own.part.startsWith('q') && named.part <= own.part;
  return { ...named, fiscal: own.fiscal, year: isOver ? own.year + 1 : own.year };
}
