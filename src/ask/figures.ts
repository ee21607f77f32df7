import type { Digest } from '../digest/digest.ts';
import type { Figure } from '../figure/figure.ts';
import { yearBefore } from '../figure/period.ts';
import { metricUnit, type MetricId } from '../metrics.ts';
import { latestFirst } from '../digest/period.ts';
import { isPeriod } from './period.ts';
import type { Question } from './question.ts';
import { foldedText } from './terms.ts';
import { patternsOf } from './lexicon.ts';

/** The figures of a digest that a question asks for, the likeliest reading of each metric; none where it has none. */
export function figuresAsked(digest: Digest, question: Question): Figure[] {
  const readings =
    question.metrics.length > 0 ? question.metrics : [metricsOfSegments(digest, question)];
  return readings.flatMap((ids) => {
    const picked = ids.map((id) => figuresOfMetric(digest, question, id));
    const read = picked.find((figures) => figures.length > 0 && isAsLossAsked(figures, question));
    return read ?? picked.find((figures) => figures.length > 0) ?? [];
  });
}

/** "Threads?" asks for whatever is known of the segment. */
function metricsOfSegments(digest: Digest, question: Question): MetricId[] {
  if (question.segments.length === 0) return [];
  return [
    ...new Set(
      digest.figures
        .filter(({ segment }) => segment !== null && question.segments.includes(segment))
        .map(({ metric }) => metric),
    ),
  ];
}

function isAsLossAsked(figures: readonly Figure[], question: Question): boolean {
  return !question.aspects.has('loss') || figures.some(({ value }) => value.startsWith('-'));
}

function figuresOfMetric(digest: Digest, question: Question, metric: MetricId): Figure[] {
  const known = digest.figures.filter(
    (figure) =>
      figure.metric === metric &&
      isBasisAsked(figure, question) &&
      isAccountingAsked(figure, question) &&
      isLevelOrAsked(figure, question),
  );
  const supported = known.filter((figure) => supports(figure, question, digest));
  return ofSegment(supported, digest, question).flatMap((figures) =>
    alike(ofPeriod(figures, digest, question), question),
  );
}

/** The first figure; of guidance also the other end of its range, of both accountings one each. */
function alike(figures: readonly Figure[], question: Question): Figure[] {
  const [first] = figures;
  if (first === undefined) return [];
  const others = figures.filter((figure) => figure !== first && figure.period === first.period);
  if (question.aspects.has('gaap') && question.aspects.has('adjusted')) {
    return [first, ...others.filter((other) => other.accounting !== first.accounting).slice(0, 1)];
  }
  if (first.basis === 'guidance')
    return [first, ...others.filter((other) => other.accounting === first.accounting).slice(0, 1)];
  return [first];
}

/** True where a question is about what the company expects rather than what it did. */
export function asksGuidance(question: Question): boolean {
  const { aspects } = question;
  if (aspects.has('next')) return true;
  return (
    (aspects.has('guidance') || aspects.has('outlook')) &&
    !aspects.has('beat') &&
    !aspects.has('consensus')
  );
}

function isBasisAsked(figure: Figure, question: Question): boolean {
  return asksGuidance(question) ? figure.basis === 'guidance' : figure.basis === 'actual';
}

function isAccountingAsked(figure: Figure, { aspects }: Question): boolean {
  if (aspects.has('adjusted') && aspects.has('gaap')) return true;
  if (aspects.has('adjusted')) return figure.accounting === 'adjusted';
  return figure.accounting !== 'adjusted' || !aspects.has('gaap');
}

/** True where the figure's sentence, label or segment holds every other word of the question. */
function supports(figure: Figure, question: Question, digest: Digest): boolean {
  const names = question.terms.filter(({ kind }) => kind !== 'claim');
  if (names.length === 0) return true;
  const about = foldedText([figure.quote, figure.label, figure.segment ?? ''].join('\n'));
  const segment =
    figure.segment === null ? [] : patternsOf({ kind: 'segment', slug: figure.segment }, digest);
  return names.every(
    (term) => term.isIn(about) || segment.some((pattern) => term.text.search(pattern) >= 0),
  );
}

/** The figures by segment: those named, else the whole company, else the only business that has it. */
function ofSegment(figures: readonly Figure[], digest: Digest, question: Question): Figure[][] {
  if (question.segments.length > 0) {
    return question.segments.map((slug) => figures.filter(({ segment }) => segment === slug));
  }
  const whole = figures.filter(({ segment }) => segment === null);
  const wanted = isAsLossAsked(whole, question) ? whole : [];
  const segments = [...new Set(figures.flatMap(({ segment }) => segment ?? []))];
  const only = segments.length === 1 && mayStandForCompany(figures, digest, question);
  if (wanted.length > 0 || !only) return [whole];
  return [figures.filter(({ segment }) => segment !== null)];
}

/** A business speaks for itself where a count, or a loss, exists only there; its name stands in the answer. */
function mayStandForCompany(
  figures: readonly Figure[],
  digest: Digest,
  question: Question,
): boolean {
  const counted = figures.some(({ metric }) => metricUnit(metric) === 'count');
  // "data center sales": words of the question stand in the figure's own sentence.
  if (question.terms.some(({ kind }) => kind === 'name')) return true;
  return (
    (counted && !question.companies.includes(digest.company.slug)) || question.aspects.has('loss')
  );
}

/** The figures of the period asked for; without one: the digest's, then the latest, totals last. */
function ofPeriod(figures: readonly Figure[], digest: Digest, question: Question): Figure[] {
  const { period, aspects } = question;
  if (period !== null)
    return figures
      .filter((figure) => isPeriod(figure.period ?? digest.period, period))
      .toSorted(byPeriod(digest));
  if (aspects.has('next'))
    return figures.filter((figure) => figure.period !== digest.period).toSorted(byPeriod(digest));
  if (aspects.has('total')) {
    const totals = figures.filter((figure) => figure.period === null);
    if (totals.length > 0) return totals;
  }
  return figures.toSorted(byPeriod(digest));
}

/** A count below zero is a change of it (subscribers lost), no level. */
function isLevelOrAsked({ metric, value }: Figure, { aspects }: Question): boolean {
  if (metricUnit(metric) !== 'count' || !value.startsWith('-')) return true;
  return aspects.has('fell') || aspects.has('growth') || aspects.has('loss');
}

function byPeriod(digest: Digest): (a: Figure, b: Figure) => number {
  return (a, b) =>
    rank(a, digest) - rank(b, digest) ||
    latestFirst(a.period ?? '', b.period ?? '') ||
    Number(b.headline) - Number(a.headline) ||
    Number(a.accounting === 'adjusted') - Number(b.accounting === 'adjusted');
}

function rank({ period }: Figure, digest: Digest): number {
  if (period === digest.period) return 0;
  return period === null ? 2 : 1;
}

/** The figures whose year-ago comparator is what a question about an earlier year asks for. */
export function figuresAYearLater(digest: Digest, question: Question): Figure[] {
  const { period } = question;
  if (period === null || period.year === null) return [];
  const later = figuresAsked(digest, { ...question, period: null });
  return later.filter(
    (figure) =>
      isPeriod(yearBefore(figure.period ?? digest.period), period) &&
      figure.comparisons.some(({ kind, value }) => kind === 'yoy' && value !== null),
  );
}
