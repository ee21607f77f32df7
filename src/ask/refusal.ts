import type { Answer } from '../card/card.ts';
import { companyText, metricText, periodText, segmentedText, segmentText } from '../card/naming.ts';
import { withdrawalText } from '../card/withdrawal.ts';
import type { Digest, Library } from '../digest/digest.ts';
import type { Figure } from '../figure/figure.ts';
import type { AspectId, PhraseId } from '../language/asking.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import type { MetricId } from '../metrics.ts';
import { asksGuidance, figuresAsked } from './figures.ts';
import { partsOf } from './period.ts';
import { listText, phrase } from './phrase.ts';
import type { Question } from './question.ts';

/** How many things a refusal names that the digest does state. */
const nearest = 4;

/** What is missing where the figure itself is stated. */
const comparisons: readonly (readonly [AspectId, PhraseId])[] = [
  ['beat', 'of_consensus'],
  ['consensus', 'of_consensus'],
  ['qoq', 'of_qoq'],
  ['year_ago', 'of_year_ago'],
  ['growth', 'of_yoy'],
  ['fell', 'of_yoy'],
  ['rose', 'of_yoy'],
];

/** A refusal in one sentence. */
export function refuse(
  lang: LanguageCode,
  id: PhraseId,
  blanks: Readonly<Record<string, string>> = {},
): Answer {
  return { answer: phrase(lang, id, blanks), lang, refused: true, evidence: [], figures: [] };
}

/** The honest no: what is not stated, and the nearest things that are; no number but those of periods. */
export function refuseUnstated(question: Question, digest: Digest): Answer {
  const { lang } = question;
  const stated = nearestOf(question, digest);
  const no = refuse(lang, ...notStated(question, digest));
  if (stated.length === 0) return no;
  const states = phrase(lang, 'states', { list: listText(stated, lang) });
  return { ...no, answer: [no.answer, states].join(phrase(lang, 'sentence_gap')) };
}

function notStated(question: Question, digest: Digest): [PhraseId, Record<string, string>] {
  const { lang, aspects, period } = question;
  const subject = subjectOf(question, digest);
  if (subject === null) return ['not_stated_question', {}];
  if (aspects.has('why')) return ['no_reason', { what: subject }];
  const missing =
    figuresAsked(digest, question).length > 0
      ? comparisons.find(([aspect]) => aspects.has(aspect))
      : undefined;
  const lacking = asksGuidance(question) ? 'of_guidance' : missing?.[1];
  const what = lacking === undefined ? subject : phrase(lang, lacking, { what: subject });
  const canonical = canonicalPeriod(question, digest);
  if (period !== null && canonical !== null) {
    return ['no_figure_of_period', { what, period: periodText(canonical, lang, digest.company) }];
  }
  return ['not_stated', { what }];
}

function canonicalPeriod({ period }: Question, digest: Digest): string | null {
  const own = partsOf(digest.period);
  if (period === null || own === null) return null;
  return `${period.year ?? own.year}-${period.part ?? 'fy'}`;
}

/** What was asked for in words without digits; null where the question's own words would have to be repeated. */
function subjectOf(question: Question, digest: Digest): string | null {
  const { lang, metrics, segments, terms } = question;
  if (terms.length > 0) return null;
  const first = metrics[0]?.[0];
  if (first === undefined) return null;
  const segment = segments[0] === undefined ? null : segmentText(segments[0], digest.company, lang);
  return undigited(nameOf(first, segment, lang));
}

function nameOf(metric: MetricId, segment: string | null, lang: LanguageCode): string {
  const name = plainName(metric, lang);
  return segment === null ? name : segmentedText(name, segment, lang);
}

/** 一株当たり利益 rather than 1株利益: a refusal holds no figures, not even this one. */
function plainName(metric: MetricId, lang: LanguageCode): string {
  return (
    languageOf(lang).metricNames[metric].find((name) => !/\p{Nd}/u.test(name.normalize('NFKC'))) ??
    metricText(metric, lang)
  );
}

function undigited(text: string): string | null {
  return /\p{Nd}/u.test(text) ? null : text;
}

function nearestOf(question: Question, digest: Digest): string[] {
  const metrics = new Set(question.metrics.flat());
  const likeness = (figure: Figure) =>
    Number(metrics.has(figure.metric)) * 2 +
    Number(figure.segment !== null && question.segments.includes(figure.segment));
  const known = digest.figures
    .filter((figure) => figure.headline || likeness(figure) > 0)
    .toSorted((a, b) => likeness(b) - likeness(a));
  const names = known.flatMap((figure) => {
    const segment =
      figure.segment === null ? null : segmentText(figure.segment, digest.company, question.lang);
    const name = undigited(nameOf(figure.metric, segment, question.lang));
    if (name === null) return [];
    return figure.period === null || figure.period === digest.period
      ? [name]
      : [`${periodText(figure.period, question.lang, digest.company)} ${name}`];
  });
  return [...new Set(names)].slice(0, nearest);
}

/** That the digest was withdrawn, when and why, instead of what it says. */
export function refuseWithdrawn(digest: Digest, lang: LanguageCode): Answer {
  const { withdrawn, period, company } = digest;
  return refuse(lang, 'withdrawn', {
    company: companyText(company, lang),
    period: periodText(period, lang, company),
    ...(withdrawn ? withdrawalText(withdrawn, lang) : {}),
  });
}

/** A refusal to guess which company is meant. */
export function refuseCompany(library: Library, lang: LanguageCode): Answer {
  const withDigests = library.companies.filter(({ slug }) =>
    library.digests.some(({ company }) => company.slug === slug),
  );
  if (withDigests.length === 0) return refuse(lang, 'no_digests');
  const names = withDigests.map((company) => companyText(company, lang));
  return refuse(lang, 'which_company', { list: listText(names, lang) });
}
