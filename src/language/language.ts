import type { MetricId } from '../metrics.ts';
import type { Asking } from './asking.ts';
import type { ProblemCode } from './problem.ts';
import type { Reading } from './reading.ts';
import type { Timing } from './timing.ts';
import type { Wording } from './wording.ts';

/**
 * All that kawaraban knows of one language, as data: how articles say things (reading), how cards
 * say things (wording), how people ask (asking) and name times (timing). Code never tests for a language by name.
 */
export interface Language {
  /** BCP 47 code: ja, en. */
  readonly code: string;
  /** Its own name: 日本語, English. */
  readonly name: string;
  /** Metric names: the first is shown, all are read. */
  readonly metricNames: Readonly<Record<MetricId, readonly string[]>>;
  readonly reading: Reading;
  readonly wording: Wording;
  readonly asking: Asking;
  readonly timing: Timing;
  /** Sentences with {blanks} that the arguments of a Problem fill. */
  readonly problems: Readonly<Record<ProblemCode, string>>;
}
