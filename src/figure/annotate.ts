import { fold } from '../article/fold.ts';
import { type LanguageCode, languageOf } from '../language/index.ts';
import { metricUnit } from '../metrics.ts';
import type { Figure } from './figure.ts';
import { findPeriods, monthsIn, monthsOf, type NamedPeriod, parsePeriod } from './period.ts';

/** A figure in the keys and spellings of annotated articles. */
export interface AnnotatedFact {
  readonly metric: string;
  readonly label: string;
  readonly segment: string | null;
  readonly value: string;
  readonly unit: string;
  readonly period: string | null;
  readonly quote: string;
  readonly comparisons: readonly {
    readonly kind: string;
    readonly value: string | null;
    readonly changePct: string | null;
    readonly quote: string;
  }[];
  readonly start: number;
  readonly end: number;
  readonly basis: string;
  readonly headline: boolean;
  readonly company: string | null;
}

/** Metric ids that annotated articles know; a finer one of ours is `other` there. */
const named = new Set([
  'revenue',
  'operating_income',
  'net_income',
  'eps',
  'users',
  'headcount',
  'capex',
  'cash',
  'dividend',
  'buyback',
]);
const ofSegments = new Set(['revenue', 'operating_income']);
const ofGuidance = new Set(['revenue', 'operating_income', 'net_income', 'eps']);

/**
 * A figure as annotated articles spell it; `names` gives the words of a segment slug, `endMonth` the last
 * month of fiscal years where the article names them by it (2026年3月期).
 */
export function annotate(
  figure: Figure,
  language: LanguageCode,
  names: (slug: string) => string,
  endMonth: number | null,
  unnamedYear = false,
): AnnotatedFact {
  return {
    metric: metricId(figure, language),
    label: figure.label,
    segment: figure.segment === null ? null : names(figure.segment),
    value: figure.value,
    unit: figure.unit,
    period:
      figure.period === null || isUndated(figure, language)
        ? null
        : annotatedPeriod(figure.period, endMonth, unnamedYear),
    quote: figure.quote,
    comparisons: figure.comparisons.map(({ kind, value, changePct, quote }) => ({
      kind,
      value,
      changePct,
      quote,
    })),
    start: figure.span.start,
    end: figure.span.end,
    basis: figure.basis,
    headline: figure.headline,
    company: figure.company,
  };
}

/** What a board decides on is of no quarter, though it was told with the results of one, where its sentence names none. */
function isUndated(figure: Figure, language: LanguageCode): boolean {
  // A Japanese dividend is one of a half or of a year.
  const isDecided =
    figure.metric === 'job_cuts' || (figure.metric === 'dividend' && language !== 'ja');
  if (!isDecided || !figure.headline) return false;
  return findPeriods(fold(figure.quote), languageOf(language).reading).length === 0;
}

/** revenue of a segment is segment_revenue, a forecast guidance_revenue; a bare rate is `other` in Japanese files. */
function metricId(figure: Figure, language: LanguageCode): string {
  const { metric } = figure;
  const rateOnly = figure.unit === 'percent' && metricUnit(metric) !== 'percent';
  // Articles know users by one name alone, those of a day and those who came too.
  if (metric === 'daily_users' || metric === 'user_additions') return 'users';
  if (!named.has(metric) || (rateOnly && language === 'ja')) return 'other';
  if (figure.basis === 'guidance' && ofGuidance.has(metric)) return `guidance_${metric}`;
  if (figure.segment !== null && ofSegments.has(metric)) return `segment_${metric}`;
  return metric;
}

/** `2023-q2` -> 2023-Q2; `fy2026-q1` -> FY2026-Q1; `2023-fy` -> 2023-FY, `fy2024-fy` -> FY2024. */
function annotatedPeriod(period: string, endMonth: number | null, unnamedYear: boolean): string {
  const parsed = parsePeriod(period);
  if (!parsed?.year) return period;
  if (unnamedYear && parsed.fiscal && endMonth !== null)
    return byMonths({ ...parsed, year: parsed.year }, endMonth);
  const part = parsed.part.toUpperCase();
  if (!parsed.fiscal) return `${parsed.year}-${part}`;
  const month = endMonth === null ? '' : `/${String(endMonth).padStart(2, '0')}`;
  return `FY${parsed.year}${month}${parsed.part === 'fy' ? '' : `-${part}`}`;
}

/** 2014-11..2015-01: a part of a fiscal year that the text does not name, by its months; the whole by its last one. */
function byMonths(
  { part, year }: NamedPeriod & { readonly year: number },
  endMonth: number,
): string {
  if (part === 'fy') return `FYE${monthName(year, endMonth - 1)}`;
  const last = endMonth + monthsIn[part] - 1;
  return `${monthName(year - 1, last - monthsOf(part) + 1)}..${monthName(year - 1, last)}`;
}

/** `2015-01` from months counted from 0 since the beginning of a year. */
function monthName(year: number, months: number): string {
  const number = String((months % 12) + 1).padStart(2, '0');
  return `${year + Math.floor(months / 12)}-${number}`;
}
