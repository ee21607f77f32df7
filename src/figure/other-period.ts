import { metricUnit } from '../metrics.ts';
import type { Token } from './lexer.ts';
import { ofAnyPart } from './dividend.ts';
import { fits } from './measure.ts';
import { isSubject } from './ownership.ts';
import { patternOf, perReading } from './per-reading.ts';
import type { MetricOrLoss, QuantityToken } from './thread.ts';
import { cueIn, gap, type Walk } from './walk.ts';

/** "売上高は2兆円だった。2025年3月期は2兆5,000億円を見込む": the one metric told before, of the period that the sentence is about. */
export function ofOtherPeriod(
  walk: Walk,
  token: QuantityToken,
  after: readonly Token[],
): MetricOrLoss | null {
  const { thread, sentence, tokens, metric } = walk;
  const [period] = tokens;
  const between = tokens.slice(1, tokens.indexOf(token));
  const [told, ...more] = thread.carried;
  if (metric || period?.kind !== 'period' || !told || more.length > 0) return null;
  if (!between.every((each) => each.kind === 'cue' || isRateToken(each))) return null;
  const [last] = thread.lately;
  const isAlone = thread.lately.every(
    (draft) => draft.quoteSpan.end !== last?.quoteSpan.end || draft.metric === told.metric,
  );
  const said = cueIn(after.slice(0, 1), ['guidance']);
  const isSaid = (said && gap(walk, token, said.token).length <= 2) || isOutcome(walk, token);
  const leads = thread.text.slice(sentence.start, period.start).trim() === '';
  if (!isAlone || !isSaid || !leads || !isSubject(walk, period)) return null;
  return fits(told.metric, token.quantity) ? ofAnyPart(told, thread.reading) : null;
}

/** 純利益は23年3月期が340億円、24年3月期が410億円, 4~6月期に45億円、7~9月期に67億円: the metric told last, of the period right before the amount. */
export function ofNextPeriod(walk: Walk, token: QuantityToken): MetricOrLoss | null {
  const { metric, clause, last } = walk;
  const between = clause.slice(0, clause.indexOf(token)).toReversed();
  const period = between.find((each) => each.kind !== 'cue' && !isRateToken(each));
  if (!metric?.used || metric.metric === 'loss' || period?.kind !== 'period' || !last) return null;
  const isSame = last.metric === metric.metric && walk.tokens.indexOf(period) > 0;
  const alike = metricUnit(metric.metric) === 'money' && fits(metric.metric, token.quantity);
  const isBeside = inPeriod(walk.thread.reading).test(gap(walk, period, token));
  return isSame && alike && (isBeside || isSubject(walk, period)) ? metric : null;
}

const inPeriod = patternOf('inPeriod');

function isRateToken(token: Token): boolean {
  return token.kind === 'quantity' && /^(?:percent|ratio)$/.test(token.quantity.unit);
}

/** 期初予想の300億円に対し、345億円だった: what it came to, and no new forecast. */
export function isOutcome({ thread, sentence }: Walk, { end }: { readonly end: number }): boolean {
  return outcomes(thread.reading).test(thread.text.slice(end, sentence.end));
}

const outcomes = perReading(({ outcomes: said }) => new RegExp(`^(?:${said})`, 'iu'));
