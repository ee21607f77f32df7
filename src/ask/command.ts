import type { CardLanguage } from '../card/card.ts';
import { companyText, periodText } from '../card/naming.ts';
import { shortenText } from '../card/split.ts';
import { latestFirst } from '../digest/period.ts';
import type { Company, Digest, Library } from '../digest/digest.ts';
import { firstValid } from '../digest/withdrawn.ts';
import { languageCodes, languageOf, type LanguageCode } from '../language/index.ts';
import { nearest } from '../language/nearest.ts';
import { cutLanguage } from './card-language.ts';
import { companyNames } from './lexicon.ts';
import { isPeriod, periodAsked } from './period.ts';
import { listText, phrase } from './phrase.ts';
import { foldWords, nameSource, wordPattern } from './words.ts';

/** What a slash command comes to. */
export type CommandResult =
  | { readonly kind: 'digest'; readonly digest: Digest; readonly language: CardLanguage | null }
  | { readonly kind: 'question'; readonly text: string; readonly digest: Digest }
  | { readonly kind: 'notice'; readonly title: string; readonly lines: readonly string[] };

/** The name of the command that takes the company as its first word. */
export const anyCompanyCommand = 'digest';

const latest = wordPattern(languageCodes.map((code) => languageOf(code).asking.latest).join('|'));

/**
 * What `/name text` asks for: the digest of a company and period (the latest without one), a question
 * about it, or a notice in the asker's language that says what there is. Never throws.
 */
export function resolveCommand(
  library: Library,
  name: string,
  text: string,
  lang: LanguageCode,
): CommandResult {
  const command = foldWords(name).replace(/^\//, '');
  if (command === anyCompanyCommand) return resolveAny(library, foldWords(text), text, lang);
  const company = library.companies.find((one) => one.slug === command);
  if (company !== undefined) return resolveFor(library, company, foldWords(text), text, lang);
  return unknownNotice(library, 'unknown_command', command, lang);
}

function resolveAny(
  library: Library,
  folded: string,
  text: string,
  lang: LanguageCode,
): CommandResult {
  const named = library.companies
    .map((company) => ({
      company,
      hit: wordPattern(nameSource(companyNames(company)), 'names').exec(folded),
    }))
    .filter(({ hit }) => hit !== null)
    .toSorted((a, b) => (a.hit?.index ?? 0) - (b.hit?.index ?? 0))[0];
  if (named !== undefined)
    return resolveFor(library, named.company, cut(folded, named.hit), text, lang);
  const [only] = library.companies;
  const [word = ''] = cutKnown(folded).rest.split(' ');
  if (only !== undefined && library.companies.length === 1 && word === '') {
    return resolveFor(library, only, folded, text, lang);
  }
  if (word === '') return existing(library, phrase(lang, 'command_any'), lang);
  return unknownNotice(library, 'unknown_company', word, lang);
}

function resolveFor(
  library: Library,
  company: Company,
  folded: string,
  text: string,
  lang: LanguageCode,
): CommandResult {
  const known = library.digests
    .filter((digest) => digest.company.slug === company.slug)
    .toSorted((a, b) => latestFirst(a.period, b.period));
  const { period, language, rest } = cutKnown(folded);
  const latestKnown = firstValid(known);
  const digest = period === null ? latestKnown : known.find((one) => isPeriod(one.period, period));
  if (rest === '' && digest !== undefined) return { kind: 'digest', digest, language };
  // "q5" is a slip, no question; anything else is asked, of the latest digest where the period has none.
  const asked = digest ?? latestKnown;
  const slip = rest === '' || /^[qh]?[0-9]+[qh]?$/.test(rest);
  if (slip || asked === undefined) return periodNotice(company, known, folded, lang);
  return { kind: 'question', text, digest: asked };
}

interface Known {
  readonly period: ReturnType<typeof periodAsked>;
  readonly language: CardLanguage | null;
  readonly rest: string;
}

function cutKnown(folded: string): Known {
  const period = periodAsked(folded);
  const undated = (period?.ranges ?? []).reduceRight(
    (kept, [start, end]) => `${kept.slice(0, start)} ${kept.slice(end)}`,
    folded,
  );
  const { language, rest } = cutLanguage(undated);
  return {
    period,
    language,
    rest: rest
      .replace(latest, ' ')
      .replace(/[\s、,のを]+/g, ' ')
      .trim(),
  };
}

function cut(folded: string, hit: RegExpExecArray | null): string {
  return hit === null
    ? folded
    : `${folded.slice(0, hit.index)} ${folded.slice(hit.index + hit[0].length)}`.trim();
}

function periodNotice(
  company: Company,
  known: readonly Digest[],
  asked: string,
  lang: LanguageCode,
): CommandResult {
  const name = companyText(company, lang);
  if (known.length === 0)
    return { kind: 'notice', title: name, lines: [phrase(lang, 'no_digests')] };
  const periods = known.map((digest) => periodText(digest.period, lang, company));
  return {
    kind: 'notice',
    title: phrase(lang, 'unknown_period', { company: name, period: shown(asked) }),
    lines: [
      phrase(lang, 'known_periods', { list: listText(periods, lang) }),
      phrase(lang, 'example', { list: `/${company.slug} ${known[0]?.period ?? ''}` }),
    ],
  };
}

function unknownNotice(
  library: Library,
  id: 'unknown_command' | 'unknown_company',
  word: string,
  lang: LanguageCode,
): CommandResult {
  const notice = existing(library, phrase(lang, id, { word: shown(word) }), lang);
  const names = library.companies.flatMap((company) =>
    companyNames(company).map((name) => [foldWords(name), company] as const),
  );
  const near = nearest(
    word,
    names.map(([name]) => name),
  );
  const company = names.find(([name]) => name === near)?.[1];
  if (company === undefined) return notice;
  return {
    ...notice,
    lines: [phrase(lang, 'did_you_mean', { list: `/${company.slug}` }), ...notice.lines],
  };
}

function existing(
  library: Library,
  title: string,
  lang: LanguageCode,
): CommandResult & { kind: 'notice' } {
  const covered = library.companies.filter(({ slug }) =>
    library.digests.some(({ company }) => company.slug === slug),
  );
  const [first] = covered;
  if (first === undefined) return { kind: 'notice', title, lines: [phrase(lang, 'no_digests')] };
  const names = covered.map((company) => companyText(company, lang));
  return {
    kind: 'notice',
    title,
    lines: [
      phrase(lang, 'known_companies', { list: listText(names, lang) }),
      phrase(lang, 'example', {
        list: `/${first.slug}${phrase(lang, 'separator')}/${anyCompanyCommand} ${first.slug}`,
      }),
    ],
  };
}

/** What people typed, short enough for a notice. */
function shown(typed: string): string {
  return shortenText(typed, 40);
}
