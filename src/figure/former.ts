import type { MetricId } from '../metrics.ts';
import { heldAgainstLast } from './expected.ts';
import type { MetricOrLoss, QuantityToken } from './thread.ts';
import type { Former, Walk } from './walk.ts';

/** The amount of the same metric in the forecast before, where its sentence told it first. */
export function formerOf({ former, entity }: Walk, id: MetricId): Former | null {
  for (let told = former; told; told = told.others)
    if (told.metric === id && told.entity === entity) return told;
  return null;
}

export function fromFormer({ quantity, high }: Former): Walk['from'] {
  return { quantity, high, period: null, sign: null, kind: 'prior_guidance' };
}

/** An amount of the forecast before: of a figure just told, or of one that its sentence still tells. */
export function keepFormer(
  walk: Walk,
  token: QuantityToken,
  metric: MetricOrLoss,
  id: MetricId,
): void {
  const { quantity } = token;
  const isTold = walk.thread.lately.some((draft) => draft.metric === id);
  if (isTold) heldAgainstLast(walk, token, metric, id, 'prior_guidance');
  walk.former = { metric: id, entity: walk.entity, quantity, high: null, others: walk.former };
  if (walk.metric) walk.metric.used = false;
}
