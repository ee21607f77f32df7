import type { Article } from '../article/article.ts';
import { annotate, type AnnotatedFact } from '../figure/annotate.ts';
import type { Quantity } from '../figure/figure.ts';
import { readQuantities } from '../figure/quantity.ts';
import { allNamesOf } from '../language/companies.ts';
import type { LanguageCode } from '../language/index.ts';
import type { Problem } from '../language/problem.ts';
import { buildDigest } from './build.ts';
import type { Company, Digest } from './digest.ts';
import { openDigest } from './open.ts';

/** A company of which only names are known: the first is its own, all of them are read. */
export function companyNamed(names: readonly string[]): Company {
  const [name = 'company'] = names;
  return {
    slug: slugOf(name) || 'company',
    names: { en: name, ja: name },
    aliases: allNamesOf(names),
    ticker: null,
    exchange: null,
    fiscalYearEnd: '12-31',
    segments: [],
    tags: [],
  };
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/**
 * Of the companies an article says it is about, those that a slug or one of the `known` names means, and the others;
 * all of them where none is meant.
 */
export function namesFor(
  slug: string,
  names: readonly string[],
  known: readonly string[],
): { readonly own: readonly string[]; readonly others: readonly string[] } {
  const meant = new Set([slug, ...known.map(slugOf)]);
  meant.delete(''); // names without a Latin letter
  const own = names.filter(
    (name) => known.includes(name) || allNamesOf([name]).some((each) => meant.has(slugOf(each))),
  );
  if (own.length === 0) return { own: names, others: [] };
  return { own, others: names.filter((name) => !own.includes(name)) };
}

/** An article that is only its text, as `read`, `ask` and `eval` take it: nothing cleaned, offsets as given. */
export function bareArticle(
  text: string,
  language: LanguageCode,
  title: string | null,
  published: string | null = null,
): Article {
  return {
    title,
    author: null,
    editor: null,
    publisher: null,
    url: null,
    published,
    language,
    text,
  };
}

/** A digest of a bare article, in memory alone; its period is the one the text names, '' for none. */
export function digestOf(
  article: Article,
  company: Company,
  period: string | null,
  others: readonly string[] = [],
): Digest {
  const { file, endMonth, unnamedYear } = buildDigest(
    article,
    company,
    period,
    article.language,
    others,
  );
  const yearSpelling = unnamedYear ? 'unnamed' : 'byMonth';
  const named: Company =
    endMonth === null ? company : { ...withYearEnd(company, endMonth), yearSpelling };
  return openDigest(file, named, new Map([[article.language, article.text]]));
}

/** A company with the end of its fiscal year as an article tells it (2026年3月期); null where it tells none. */
export function withYearEnd(company: Company, endMonth: number | null): Company {
  return endMonth === null ? company : { ...company, fiscalYearEnd: lastDay(endMonth) };
}

/** MM-DD of the last day of a month (of any year; February's 28th). */
function lastDay(month: number): string {
  const day = Temporal.PlainYearMonth.from({ year: 2001, month }).daysInMonth;
  return `${String(month).padStart(2, '0')}-${day}`;
}

/** The digests of a bare article, one for each company it reports on, the first named first. */
export function digestsOf(article: Article, names: readonly string[]): Digest[] {
  const each = names.length > 0 ? names : [];
  if (each.length < 2) return [digestOf(article, companyNamed(each), null)];
  return each.map((name) =>
    digestOf(
      article,
      companyNamed([name]),
      null,
      each.filter((other) => other !== name),
    ),
  );
}

/** What `read --json` prints. */
export interface ReadReport {
  readonly lang: LanguageCode;
  readonly facts: readonly AnnotatedFact[];
  readonly risks: readonly Quoted[];
  readonly outlook: readonly Quoted[];
  readonly problems: readonly Problem[];
  readonly quantities: readonly Pick<
    Quantity,
    'text' | 'start' | 'end' | 'value' | 'unit' | 'bound'
  >[];
}

export interface Quoted {
  readonly quote: string;
  readonly start: number;
  readonly end: number;
}

/** Amounts that only a table's note makes what they are: read as figures, not as they are printed. */
function scaledOf({ figures, sources }: Digest): ReadReport['quantities'] {
  const text = sources[0]?.text ?? '';
  return figures.flatMap((figure) => [
    {
      text: text.slice(figure.span.start, figure.span.end),
      ...figure.span,
      value: figure.value,
      unit: figure.unit,
      bound: figure.bound,
    },
    ...figure.comparisons.flatMap(({ value, span }) =>
      value === null
        ? []
        : [
            {
              text: text.slice(span.start, span.end),
              ...span,
              value,
              unit: figure.unit,
              bound: 'exact' as const,
            },
          ],
    ),
  ]);
}

/** What was read of several companies in one article: their facts' segments begin with the company's name. */
export function reportOfAll(digests: readonly Digest[]): ReadReport | null {
  const [first, ...more] = digests.map((digest) => ({ digest, read: report(digest) }));
  if (!first || more.length === 0) return first?.read ?? null;
  return {
    ...first.read,
    facts: [first, ...more].flatMap(({ digest, read }) =>
      read.facts.map((fact) => ({
        ...fact,
        segment: [nameInText(digest), fact.segment].filter((part) => part !== null).join(' '),
      })),
    ),
    problems: [first, ...more].flatMap(({ read }) => read.problems),
    quantities: [first, ...more].flatMap(({ read }) => read.quantities),
  };
}

/** The name a company goes by in its article: the one that stands there most often. */
function nameInText({ company, sources }: Digest): string {
  const text = sources[0]?.text ?? '';
  const times = (name: string) => text.split(name).length;
  return company.aliases.toSorted((a, b) => times(b) - times(a))[0] ?? company.slug;
}

/** Everything that was read from an article, in the keys of annotated articles. */
export function report(digest: Digest): ReadReport {
  const source = digest.sources[0];
  const language = source?.language ?? 'en';
  const nameOf = (slug: string) => {
    const segment = digest.company.segments.find((each) => each.slug === slug);
    return segment?.names[language] ?? Object.values(segment?.names ?? {})[0] ?? slug;
  };
  const { yearSpelling } = digest.company;
  const month = yearSpelling ? Number(digest.company.fiscalYearEnd.slice(0, 2)) : null;
  const quoted = (kind: 'risk' | 'outlook') =>
    digest.statements
      .filter((statement) => statement.kind === kind)
      .map(({ quote, quoteSpan }): Quoted => ({ quote, ...quoteSpan }));
  return {
    lang: language,
    facts: digest.figures.map((figure) =>
      annotate(figure, language, nameOf, month, yearSpelling === 'unnamed'),
    ),
    risks: quoted('risk'),
    outlook: quoted('outlook'),
    problems: digest.problems,
    quantities: [...readQuantities(source?.text ?? '', language), ...scaledOf(digest)].map(
      ({ text, start, end, value, unit, bound }) => ({ text, start, end, value, unit, bound }),
    ),
  };
}
