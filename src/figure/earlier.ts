import type { Comparison, Figure } from './figure.ts';
import { distanceBetween, parsePeriod } from './period.ts';

/**
 * "In the 2012 first quarter it had earned $10.5 million" beside the first quarter of 2013: the earlier figure is
 * what the later one is held against, and no result of its own. One without a later one stays.
 */
export function withEarlier(figures: readonly Figure[]): Figure[] {
  const results = figures.filter(({ basis, range }) => basis === 'actual' && range === null);
  const now = Map.groupBy(
    figures.filter(({ headline, basis }) => headline || basis === 'guidance'),
    subjectOf,
  );
  const later = new Map<Figure, Figure[]>();
  const gone = new Set<Figure>();
  for (const earlier of results) {
    for (const figure of now.get(subjectOf(earlier)) ?? []) {
      if (earlier.headline || !isYearBefore(earlier, figure)) continue;
      gone.add(earlier);
      later.set(figure, [...(later.get(figure) ?? []), earlier]);
    }
  }
  return figures
    .filter((figure) => !gone.has(figure))
    .map((figure) => (later.get(figure) ?? []).reduce(withComparator, figure));
}

/** What a figure is of, whenever it was. */
function subjectOf({ metric, segment, unit }: Figure): string {
  return `${metric}/${segment}/${unit}`;
}

/** Whether a figure is of the year before a later one of the same thing. */
function isYearBefore(earlier: Figure, figure: Figure): boolean {
  const same = earlier.accounting === figure.accounting || earlier.accounting === null;
  const from = same && earlier.period ? parsePeriod(earlier.period) : null;
  const to = same && figure.period ? parsePeriod(figure.period) : null;
  return from !== null && to !== null && distanceBetween(from, to) === 'yoy';
}

function withComparator(figure: Figure, earlier: Figure): Figure {
  const telling: Comparison = {
    kind: 'yoy',
    value: earlier.value,
    step: earlier.step,
    changePct: null,
    changeStep: null,
    direction: null,
    quote: earlier.quote.slice(
      earlier.span.start - earlier.quoteSpan.start,
      earlier.span.end - earlier.quoteSpan.start,
    ),
    span: earlier.span,
  };
  return merged(figure, { ...figure, comparisons: [telling] });
}

/** A second telling may add comparisons that the first one left out. */
export function merged(known: Figure, again: Figure): Figure {
  const comparisons = [...known.comparisons];
  for (const each of again.comparisons) {
    const at = comparisons.findIndex(({ kind }) => kind === each.kind);
    const before = comparisons[at];
    if (!before) comparisons.push(each);
    // One telling gives the rate, the other what it was before: both are of the same comparison.
    else if (before.value === null && each.value !== null)
      comparisons[at] = {
        ...each,
        changePct: before.changePct ?? each.changePct,
        changeStep: before.changeStep ?? each.changeStep,
        direction: before.direction ?? each.direction,
      };
    else if (before.changePct === null && each.changePct !== null)
      comparisons[at] = { ...before, changePct: each.changePct, changeStep: each.changeStep };
  }
  return { ...known, comparisons };
}
