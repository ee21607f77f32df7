import type { Company, Names, Source } from '../digest/digest.ts';
import type { Figure } from '../figure/figure.ts';
import { languageCodes, languageOf, type LanguageCode } from '../language/index.ts';
import { perLanguage } from '../figure/per-reading.ts';
import { fillBlanks, type PeriodPart, type PeriodWording } from '../language/wording.ts';
import type { MetricId } from '../metrics.ts';

/** What a figure is of, as far as its label needs it. */
export type Named = Pick<Figure, 'metric' | 'segment' | 'accounting' | 'company'> & {
  readonly period: string | null;
  readonly range?: Figure['range'];
};

/** A company's name in a language, else in another, else its slug. */
export function companyText(company: Company, lang: LanguageCode): string {
  return nameIn(company.names, lang) ?? company.slug;
}

/** A segment's name in a language, else in another, else its slug. */
export function segmentText(slug: string, company: Company, lang: LanguageCode): string {
  const segment = company.segments.find((one) => one.slug === slug);
  return (segment && nameIn(segment.names, lang)) ?? slug;
}

/** The shown name of a metric: 売上高, Revenue. */
export function metricText(metric: MetricId, lang: LanguageCode): string {
  return languageOf(lang).metricNames[metric][0] ?? metric;
}

/**
 * A period in words: 2023年第2四半期, Q2 FY2026; 累計 for null. With a company a fiscal year is named by
 * the month it ends in (2026年3月期). What is no period comes back as it is.
 */
export function periodText(
  period: string | null,
  lang: LanguageCode,
  company: Company | null = null,
): string {
  const wording = languageOf(lang).wording.period;
  if (period === null) return wording.none;
  const parsed = parsePeriod(period, wording);
  if (parsed === null) return period;
  const { year, part, fiscal } = parsed;
  const month = company === null ? null : endMonth(company);
  // A year that ends in December needs no month: it is that year, or one whose end nobody has written down yet.
  const isNamed = month !== null && (month !== 12 || company?.yearSpelling === 'byMonth');
  const template =
    fiscal && isNamed ? wording.fiscalEnding : fiscal ? wording.fiscal : wording.calendar;
  return fillBlanks(template, { year, part: wording.parts[part], month: String(month) });
}

/**
 * A period for a title: with its months where the company's year is the calendar's
 * (2023年第2四半期（4〜6月期）).
 */
export function titlePeriodText(period: string, lang: LanguageCode, company: Company): string {
  const wording = languageOf(lang).wording.period;
  const parsed = parsePeriod(period, wording);
  const months = parsed === null ? undefined : wording.months[parsed.part];
  if (parsed === null || parsed.fiscal || months === undefined || endMonth(company) !== 12) {
    return periodText(period, lang, company);
  }
  return fillBlanks(wording.titled, {
    year: parsed.year,
    part: wording.parts[parsed.part],
    months,
  });
}

/** True for a whole year, whose comparisons are with the year before. */
export function isWholeYear(period: string | null): boolean {
  return period?.endsWith('-fy') === true;
}

/**
 * A figure's label: Reality Labsの営業損益, Reality Labs operating income (loss). `loss` takes the name for negative
 * results; what it is besides a result, accounting and a period other than `usual` tell it apart.
 */
export function labelText(
  named: Named,
  company: Company,
  lang: LanguageCode,
  loss: boolean,
  usual: string | null,
  besides: readonly string[] = [],
): string {
  const { wording } = languageOf(lang);
  const metric =
    (loss ? wording.lossNames[named.metric] : undefined) ?? metricText(named.metric, lang);
  const name =
    named.segment === null
      ? metric
      : segmentedText(metric, segmentText(named.segment, company, lang), lang);
  const parts = [
    ...besides,
    named.accounting === null ? null : wording.accounting[named.accounting],
    named.range ? wording.range[named.range] : null,
    named.company === null || named.company === company.slug ? null : named.company,
    named.period === usual ? null : periodText(named.period, lang, company),
  ].filter((part) => part !== null);
  if (parts.length === 0) return name;
  return fillBlanks(wording.qualified, { name, parts: parts.join(wording.partsJoin) });
}

/** What a segment's metric is called: Reality Labsの営業損益, Reality Labs operating income. */
export function segmentedText(name: string, segment: string, lang: LanguageCode): string {
  return fillBlanks(languageOf(lang).wording.segmented, { segment, name });
}

/** Where it was published, by whom and when, in which language where that is another; its title where asked for. */
export function sourceText(source: Source, lang: LanguageCode, withTitle = false): string {
  const { wording } = languageOf(lang);
  const words = wording.source;
  const parts = [
    source.publisher,
    withTitle && source.title !== null ? fillBlanks(words.title, { title: source.title }) : null,
    source.author === null ? null : fillBlanks(words.author, { name: source.author }),
    source.editor === null ? null : fillBlanks(words.editor, { name: source.editor }),
    source.published === null ? words.undated : dateText(source.published, lang),
    source.language === lang
      ? null
      : fillBlanks(words.language, { language: languageName(source.language, lang) }),
  ].filter((part) => part !== null);
  return fillBlanks(words.line, { parts: parts.join(wording.partsJoin) });
}

/** What a language is called in another: 英語, Japanese. */
export function languageName(of: LanguageCode, lang: LanguageCode): string {
  return languageNames(lang).of(of) ?? of;
}

const languageNames = perLanguage((lang) => new Intl.DisplayNames(lang, { type: 'language' }));

/** A day of ISO in words: 2026年11月23日; what is no date comes back as it is. */
export function dateText(date: string, lang: LanguageCode): string {
  const at = Date.parse(date);
  if (Number.isNaN(at)) return date;
  return new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' }).format(at);
}

function nameIn(names: Names, lang: LanguageCode): string | undefined {
  return names[lang] ?? languageCodes.map((code) => names[code]).find((name) => name !== undefined);
}

function endMonth(company: Company): number | null {
  const month = Number(company.fiscalYearEnd.slice(0, 2));
  return month >= 1 && month <= 12 ? month : null;
}

function parsePeriod(
  period: string,
  wording: PeriodWording,
): { year: string; part: PeriodPart; fiscal: boolean } | null {
  const [, fiscal = '', year, part] = /^(fy)?(\d{4})-(\w+)$/.exec(period) ?? [];
  if (year === undefined || part === undefined || !isPart(part, wording)) return null;
  return { year, part, fiscal: fiscal !== '' };
}

function isPart(part: string, wording: PeriodWording): part is PeriodPart {
  return Object.hasOwn(wording.parts, part);
}
