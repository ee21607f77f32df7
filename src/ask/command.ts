import type { CardLanguage } from '../card/card.ts';
import { companyText, periodText } from '../card/naming.ts';
import { shortenText } from '../card/split.ts';
import { digestsOf } from '../digest/beside.ts';
import type { Company, Digest, Library } from '../digest/digest.ts';
import { firstValid } from '../digest/withdrawn.ts';
import { languageCodes, languageOf, type LanguageCode } from '../language/index.ts';
import { nearest } from '../language/nearest.ts';
import { fillBlanks } from '../language/wording.ts';
import { cutLanguage } from './card-language.ts';
import { type Comparison, comparisonIn } from './compare.ts';
import { anyCompanyCommand, companyNames } from './lexicon.ts';
import { isPeriod, periodAsked } from './period.ts';
import { listText, phrase } from './phrase.ts';
import { foldWords, nameSource, wordPattern } from './words.ts';

/** What a slash command comes to. */
export type CommandResult =
  | { readonly kind: 'digest'; readonly digest: Digest; readonly language: CardLanguage | null }
  | { readonly kind: 'question'; readonly text: string; readonly digest: Digest }
  | {
      readonly kind: 'comparison';
      readonly digests: readonly Digest[];
      readonly language: CardLanguage | null;
    }
  | Notice;

interface Notice {
  readonly kind: 'notice';
  readonly title: string;
  readonly lines: readonly string[];
}

/** How many periods and commands a notice names. */
const mostShown = 12;
const mostSuggested = 6;

const latest = wordPattern(languageCodes.map((code) => languageOf(code).asking.latest).join('|'));

/**
 * What `/name text` asks for: the digest of a company and period (the latest without one), several side by side, a
 * question about one, or a notice in the asker's language that says what there is. Never throws.
 */
export function resolveCommand(
  library: Library,
  name: string,
  text: string,
  lang: LanguageCode,
): CommandResult {
  const command = foldWords(name).replace(/^\//, '');
  const typed: Typed = { library, command, text, folded: foldWords(text), lang };
  const company = library.companies.find((one) => one.slug === command) ?? null;
  if (command !== anyCompanyCommand && company === null)
    return unknownNotice(typed, 'unknown_command', command);
  const compared = comparisonIn(library, company, typed.folded, lang);
  if (compared !== null) return resolveComparison(typed, compared);
  return company === null ? resolveAny(typed) : resolveFor(typed, company, typed.folded);
}

/** A command as it was typed: the name without its slash, the text, and the same in plain forms. */
interface Typed {
  readonly library: Library;
  readonly command: string;
  readonly text: string;
  readonly folded: string;
  readonly lang: LanguageCode;
}

function resolveComparison(typed: Typed, compared: Comparison): CommandResult {
  if (compared.kind === 'unknown_period') {
    const { company, asked } = compared;
    return periodNotice(typed, company, digestsOf(company.slug, typed.library.digests), asked);
  }
  if (compared.kind !== 'slip') return compared;
  const meant = `/${typed.command} ${compared.meant}`;
  const title = phrase(typed.lang, 'unknown_company', { word: shown(compared.word) });
  return { kind: 'notice', title, lines: [phrase(typed.lang, 'did_you_mean', { list: meant })] };
}

function resolveAny(typed: Typed): CommandResult {
  const { library, folded, lang } = typed;
  const named = library.companies
    .map((company) => ({
      company,
      hit: wordPattern(nameSource(companyNames(company)), 'names').exec(folded),
    }))
    .filter(({ hit }) => hit !== null)
    .toSorted((a, b) => (a.hit?.index ?? 0) - (b.hit?.index ?? 0))[0];
  if (named !== undefined) return resolveFor(typed, named.company, cut(folded, named.hit));
  const [only] = library.companies;
  const [first = '', second] = cutKnown(folded).rest.split(' ');
  // "list apple": what there is not is apple.
  const word = second !== undefined && verbs().includes(first) ? second : first;
  if (only !== undefined && library.companies.length === 1 && (word === '' || isSlip(word)))
    return resolveFor(typed, only, folded);
  if (word === '') return existing(library, phrase(lang, 'command_any'), lang);
  return unknownNotice(typed, 'unknown_company', word);
}

function resolveFor(typed: Typed, company: Company, folded: string): CommandResult {
  const known = digestsOf(company.slug, typed.library.digests);
  const { period, language, rest } = cutKnown(folded);
  const latestKnown = firstValid(known);
  const digest = period === null ? latestKnown : known.find((one) => isPeriod(one.period, period));
  if (rest === '' && digest !== undefined) return { kind: 'digest', digest, language };
  // A slip is no question; anything else is asked, of the latest digest where the period has none.
  const asked = digest ?? latestKnown;
  if (rest === '' || isSlip(rest) || asked === undefined)
    return periodNotice(typed, company, known, folded);
  return { kind: 'question', text: typed.text, digest: asked };
}

/** "q5" and "2033" name a period that there cannot be, or is not. */
function isSlip(word: string): boolean {
  return /^[qh]?[0-9]+[qh]?$/.test(word);
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

/** What there is of a company instead of what was asked for, with the commands that show it. */
function periodNotice(
  { command, lang }: Typed,
  company: Company,
  known: readonly Digest[],
  asked: string,
): CommandResult {
  const name = companyText(company, lang);
  if (known.length === 0)
    return { kind: 'notice', title: name, lines: [phrase(lang, 'no_digests')] };
  const periods = known.map((digest) => periodText(digest.period, lang, company));
  const begin = command === anyCompanyCommand ? `/${command} ${company.slug}` : `/${command}`;
  const commands = typedPeriods(known).map((period) => `${begin} ${period}`);
  const list = listText(commands.slice(0, mostSuggested), lang);
  return {
    kind: 'notice',
    title: phrase(lang, 'unknown_period', { company: name, period: shown(asked) }),
    lines: [
      phrase(lang, 'known_periods', { list: listText(periods.slice(0, mostShown), lang) }),
      fillBlanks(languageOf(lang).wording.deeds.toSee, { list }),
    ],
  };
}

/** How the periods of digests, the latest first, are typed: q2 means the latest second quarter, those before it need their year. */
export function typedPeriods(digests: readonly Pick<Digest, 'period'>[]): string[] {
  const bare = digests.map(({ period }) => period.replace(/^(fy)?\d{4}-/, ''));
  return digests.map(({ period }, at) =>
    bare.indexOf(bare[at] ?? '') === at ? (bare[at] ?? period) : period,
  );
}

function unknownNotice(
  { library, command, folded, lang }: Typed,
  id: 'unknown_command' | 'unknown_company',
  word: string,
): CommandResult {
  const notice = existing(library, phrase(lang, id, { word: shown(word) }), lang);
  const meant = meantBy(library, word);
  if (meant === null) return notice;
  const typed =
    id === 'unknown_command'
      ? `/${meant} ${folded}`
      : `/${command} ${folded.replace(word, () => meant)}`;
  const list = shown(typed.trim());
  return { ...notice, lines: [phrase(lang, 'did_you_mean', { list }), ...notice.lines] };
}

/** What may be typed before anything else. */
function verbs(): readonly string[] {
  return languageCodes.flatMap((code) => {
    const { deeds, settings } = languageOf(code).asking;
    const offered = [...Object.values(deeds.offered), ...Object.values(settings.offered)];
    return [...offered, settings.ownLanguage.offered];
  });
}

/** The company or the verb that was nearly typed. */
function meantBy({ companies }: Library, word: string): string | null {
  const known = new Map([
    ...verbs().map((verb) => [verb, verb] as const),
    ...companies.flatMap((company) =>
      companyNames(company).map((name) => [foldWords(name), company.slug] as const),
    ),
  ]);
  const near = nearest(word, known.keys());
  return near === null ? null : (known.get(near) ?? null);
}

function existing(library: Library, title: string, lang: LanguageCode): Notice {
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
