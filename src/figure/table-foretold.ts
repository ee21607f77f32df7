import type { Draft } from './draft.ts';
import type { TableLine } from './table-lines.ts';

/** "Q2 revenue guidance" below results: a row that says itself that it is a forecast, and for when. */
export function foretold(
  drafts: readonly Draft[],
  { tokens, sentence }: TableLine,
  stop: number,
): Draft[] {
  const inLabel = tokens.filter(({ end }) => end <= sentence.start + stop);
  if (!inLabel.some((token) => token.kind === 'cue' && token.cue === 'guidance'))
    return [...drafts];
  const named = inLabel.find((token) => token.kind === 'period');
  return drafts.map((draft) => ({
    ...draft,
    basis: 'guidance',
    period: named?.period ?? draft.period,
  }));
}
