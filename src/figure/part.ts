import { currencyOf } from '../language/amount.ts';
import type { Token } from './lexer.ts';
import { isTopic } from './ownership.ts';
import { patternOf } from './per-reading.ts';
import type { Walk } from './walk.ts';

/** 売上高のうち, and not 3工場のうち. */
export function isPartOfAmount({ tokens, thread, entity }: Walk, token: Token): boolean {
  // クラウド事業は売上高の45%にあたる20億ドルを: the part has an owner.
  const isShare = /\d/.test(thread.text.slice(token.start, token.end));
  if (isShare && typeof entity === 'string') return false;
  const before = tokens[tokens.indexOf(token) - 1];
  if (!before) return thread.carried.length > 0;
  const isAmount = before.kind === 'quantity' && currencyOf(before.quantity.unit) !== null;
  return before.kind === 'metric' || before.kind === 'break' || isAmount;
}

/**
 * 同事業の売上高は: of the business named last; of one that nothing names it is nobody's. 鉄道部門は定期外収入が伸び、部門の…:
 * of the one that its own sentence begins with and that is called one.
 */
export function sameBusiness(walk: Walk, again: Token): void {
  const [first] = walk.tokens;
  const isOwn = first?.kind === 'segment' && first !== again && isCalledOne(walk, first);
  const named = isOwn ? first.slug : (walk.thread.topic ?? walk.thread.named);
  if (named === null) walk.foreign = true;
  else walk.entity = named;
}

/** 鉄道部門は: what follows its name says that it is a business, and what the sentence is about. */
function isCalledOne(walk: Walk, token: Token): boolean {
  const rest = walk.thread.text.slice(token.end, token.end + 12);
  return (
    walk.thread.reading.segmentSuffixes.some((suffix) => rest.startsWith(suffix)) &&
    isTopic(walk, token)
  );
}

const formerLinks = patternOf('formerLinks');

/** 従来予想の売上高1950億円…を、: the amounts of the names that follow are of the forecast before. */
export function expectsFormer(walk: Walk, token: Token): void {
  const next = walk.tokens[walk.tokens.indexOf(token) + 1];
  const names =
    next?.kind === 'metric' &&
    formerLinks(walk.thread.reading).test(walk.thread.text.slice(token.end, next.start));
  if (names && (walk.metric === null || walk.metric.used)) walk.expecting = 'prior_guidance';
}
