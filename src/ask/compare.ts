import type { CardLanguage } from '../card/card.ts';
import { digestTitle } from '../card/digest-card.ts';
import { digestsOf, earlierOf, mostBeside, peersOf } from '../digest/beside.ts';
import type { Company, Digest, Library } from '../digest/digest.ts';
import { firstValid, validOf } from '../digest/withdrawn.ts';
import { languageCodes, languageOf, type LanguageCode } from '../language/index.ts';
import { nearest } from '../language/nearest.ts';
import { fillBlanks } from '../language/wording.ts';
import { cutLanguage } from './card-language.ts';
import { anyCompanyCommand, companyNames } from './lexicon.ts';
import {
  isPeriod,
  isSamePeriod,
  type PeriodAsked,
  periodsAsked,
  withoutPeriods,
} from './period.ts';
import { blank, foldWords, nameSource, wordPattern } from './words.ts';

/** What a command that compares comes to: digests side by side, a sentence, or a company or period there is none of. */
export type Comparison =
  | {
      readonly kind: 'comparison';
      readonly digests: readonly Digest[];
      readonly language: CardLanguage | null;
    }
  | { readonly kind: 'notice'; readonly title: string; readonly lines: readonly string[] }
  | { readonly kind: 'unknown_period'; readonly company: Company; readonly asked: string }
  | { readonly kind: 'slip'; readonly word: string; readonly meant: string };

const words = languageCodes.map((code) => languageOf(code).asking.deeds);
const compares = wordPattern(words.map(({ compare }) => compare).join('|'));
const noise = wordPattern(words.map((each) => each.noise).join('|'));

/**
 * What a folded text asks to stand side by side, for one company or for those it names; null where it compares nothing,
 * or says more than that: "revenue vs consensus" is a question.
 */
export function comparisonIn(
  library: Library,
  of: Company | null,
  folded: string,
  lang: LanguageCode,
): Comparison | null {
  if (folded.search(compares) < 0) return null;
  const named = namesIn(library, folded);
  const { language, rest } = cutLanguage(withoutPeriods(named.rest));
  const left = rest
    .replaceAll(compares, ' ')
    .replaceAll(noise, ' ')
    .replaceAll(/[\s、,]+/g, ' ');
  const own = of === null ? named.companies : [of, ...named.companies];
  const companies = own.length > 0 ? own : onlyOne(library);
  const [company] = companies;
  if (left.trim() !== '') return slipIn(library, company, left.trim(), folded);
  const asked = periodsAsked(named.rest);
  if (companies.length === 0 || company === undefined) return howTo(library, lang);
  return new Set(companies).size > 1
    ? acrossCompanies(library, companies, asked[0] ?? null, language, lang)
    : acrossPeriods(library, company, asked, language, lang);
}

function namesIn(library: Library, folded: string) {
  const hits = library.companies
    .flatMap((company) => {
      const pattern = wordPattern(nameSource(companyNames(company)), 'names');
      return [...folded.matchAll(pattern)].map((match) => ({ company, match }));
    })
    .toSorted((a, b) => a.match.index - b.match.index);
  const ranges = hits.map(({ match }) => [match.index, match.index + match[0].length] as const);
  return {
    companies: [...new Set(hits.map(({ company }) => company))],
    rest: blank(folded, ranges),
  };
}

function onlyOne({ companies }: Library): readonly Company[] {
  return companies.length === 1 ? companies : [];
}

/** "compare q1 q5" names a quarter there cannot be, "compare meat alphabet" nearly a company; anything else is asked. */
function slipIn(
  library: Library,
  company: Company | undefined,
  left: string,
  folded: string,
): Comparison | null {
  const known = new Map(
    library.companies.flatMap((one) =>
      companyNames(one).map((name) => [foldWords(name), one.slug] as const),
    ),
  );
  const slips = left.split(' ');
  if (company !== undefined && slips.every((word) => /^[qh]?[0-9]+[qh]?$/.test(word)))
    return { kind: 'unknown_period', company, asked: left };
  const [word = ''] = slips;
  const near = slips.length === 1 ? nearest(word, known.keys()) : null;
  const slug = near === null ? undefined : known.get(near);
  return slug === undefined
    ? null
    : { kind: 'slip', word, meant: folded.replace(word, () => slug) };
}

/** The digests of one company: of the periods named; of one, it and the latest; of none, the latest and the one before. */
function acrossPeriods(
  library: Library,
  company: Company,
  asked: readonly PeriodAsked[],
  language: CardLanguage | null,
  lang: LanguageCode,
): Comparison {
  const known = digestsOf(company.slug, library.digests);
  const found = asked.map((period) =>
    firstValid(known.filter((one) => isPeriod(one.period, period))),
  );
  const missing = found.indexOf(undefined);
  if (known.length === 0 || missing >= 0) return unknownPeriod(company, asked[missing]);
  const named = [...new Set(found.flatMap((digest) => digest ?? []))];
  const latest = firstValid(known);
  const digests = named.length > 0 ? named : [latest].flatMap((digest) => digest ?? []);
  const [only] = digests;
  if (only === undefined || digests.length > 1) return sideBySide(digests, language, lang);
  if (only !== latest && latest) return sideBySide([only, latest], language, lang);
  const [before] = earlierOf(only, library.digests);
  const others = before ? [before] : peersOf(only, library.digests).slice(0, mostBeside - 1);
  return sideBySide([only, ...others], language, lang);
}

/** One digest of each company: of the newest such period that all of them have, else the newest of each. */
function acrossCompanies(
  library: Library,
  companies: readonly Company[],
  asked: PeriodAsked | null,
  language: CardLanguage | null,
  lang: LanguageCode,
): Comparison {
  const lists = companies.map((company) =>
    digestsOf(company.slug, library.digests).filter(
      ({ period }) => asked === null || isPeriod(period, asked),
    ),
  );
  const lacking = companies.find((_, at) => lists[at]?.length === 0);
  if (lacking) return unknownPeriod(lacking, asked);
  const standing = lists.map(validOf);
  const shared = standing[0]?.find(({ period }) =>
    standing.every((list) => list.some((one) => isSamePeriod(one.period, period))),
  );
  const digests = lists.flatMap((list, at) => {
    const same = standing[at]?.find(({ period }) => shared && isSamePeriod(period, shared.period));
    return same ?? firstValid(list) ?? [];
  });
  return sideBySide(digests, language, lang);
}

function unknownPeriod(company: Company, asked: PeriodAsked | null | undefined): Comparison {
  const text = [asked?.year, asked?.part].filter((piece) => piece).join('-');
  return { kind: 'unknown_period', company, asked: text };
}

function sideBySide(
  digests: readonly Digest[],
  language: CardLanguage | null,
  lang: LanguageCode,
): Comparison {
  const { deeds, notice } = languageOf(lang).wording;
  const say = (line: string, blanks: Readonly<Record<string, string>>): Comparison => ({
    kind: 'notice',
    title: notice.title,
    lines: [fillBlanks(line, blanks)],
  });
  const gone = digests.find(({ withdrawn }) => withdrawn !== null);
  if (gone) return say(deeds.withdrawnBeside, { title: digestTitle(gone, lang) });
  const [only] = digests;
  if (only && digests.length === 1)
    return say(deeds.nothingBeside, { title: digestTitle(only, lang) });
  if (digests.length > mostBeside) return say(deeds.tooManyBeside, { count: String(mostBeside) });
  return { kind: 'comparison', digests, language };
}

/** What may be typed, with companies there are. */
function howTo({ companies }: Library, lang: LanguageCode): Comparison {
  const { deeds, notice } = languageOf(lang).wording;
  const { offered } = languageOf(lang).asking.deeds;
  const [first, second] = companies;
  const examples = [
    ...(first ? [`/${anyCompanyCommand} ${offered.compare} ${first.slug}`] : []),
    ...(first && second
      ? [`/${anyCompanyCommand} ${offered.compare} ${first.slug} ${second.slug}`]
      : []),
  ];
  const list = examples.join(languageOf(lang).asking.phrases.separator);
  return { kind: 'notice', title: notice.title, lines: [fillBlanks(deeds.compareHow, { list })] };
}
