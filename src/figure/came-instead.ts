import type { Token } from './lexer.ts';
import { fits } from './measure.ts';
import { perReading } from './per-reading.ts';
import type { QuantityToken } from './thread.ts';
import { record } from './value.ts';
import type { Walk } from './walk.ts';

/** "Analysts expected revenue of $511.8 million, against the $502.3 million it posted": what came of what was expected. */
export function cameInstead(walk: Walk, token: QuantityToken, after: readonly Token[]): boolean {
  const { metric, thread, sentence } = walk;
  if (walk.expecting !== 'consensus' || !metric?.used || !fits(metric.metric, token.quantity))
    return false;
  const words = instead(thread.reading);
  const lead = thread.text.slice(Math.max(sentence.start, token.start - 40), token.start);
  const tail = thread.text.slice(token.end, Math.min(sentence.end, token.end + 40));
  if (!words.before.test(lead) && !words.after.test(tail)) return false;
  walk.expecting = null;
  record(walk, token, metric, after, { named: null, dangling: null });
  return true;
}

const instead = perReading(({ cameInstead: { before, after } }) => ({
  before: new RegExp(before, 'iu'),
  after: new RegExp(after, 'iu'),
}));
