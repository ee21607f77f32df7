import type { Digest } from './digest.ts';
import { latestFirst, periodEnd, periodLength } from './period.ts';
import { validOf } from './withdrawn.ts';

/** The digests of a company, the latest period first. */
export function digestsOf(slug: string, digests: readonly Digest[]): Digest[] {
  return digests
    .filter(({ company }) => company.slug === slug)
    .toSorted((a, b) => latestFirst(a.period, b.period));
}

/** The most digests that stand side by side. */
export const mostBeside = 4;

/**
 * The company's valid digests of earlier periods that are as long as this one: the one before it first, then that of a
 * year before, then the others, the latest first.
 */
export function earlierOf(digest: Digest, digests: readonly Digest[]): Digest[] {
  const length = periodLength(digest.period);
  const end = periodEnd(digest.period);
  const earlier = digestsOf(digest.company.slug, validOf(digests)).filter(
    ({ period }) => periodLength(period) === length && periodEnd(period) < end,
  );
  const nearest = [length ?? 0, 12].flatMap(
    (months) => earlier.find(({ period }) => periodEnd(period) === end - months) ?? [],
  );
  return [...new Set([...nearest, ...earlier])];
}

/** The valid digests of other companies on the same period. */
export function peersOf(digest: Digest, digests: readonly Digest[]): Digest[] {
  return validOf(digests).filter(
    ({ company, period }) => period === digest.period && company.slug !== digest.company.slug,
  );
}
