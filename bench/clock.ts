import { getHeapStatistics } from 'node:v8';

/** Milliseconds that a piece of work takes. */
export function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** How long a piece of work runs before it counts as warm: its code is compiled by then. */
const warmUp = 1000;

/** The median time of some runs of a piece of work in milliseconds, once it is warm. */
export function medianTime(work: () => unknown, runs = 5): number {
  for (let spent = 0; spent < warmUp;) spent += timed(work);
  return median(Array.from({ length: runs }, () => timed(work)));
}

/** The middle one of some numbers. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Bytes of heap that a piece of work asks for, whether they are still in use at its end or not. */
export function bytesAllocated(work: () => unknown): number {
  const before = getHeapStatistics().total_allocated_bytes;
  work();
  return getHeapStatistics().total_allocated_bytes - before;
}
