import type { CardLanguage } from '../card/card.ts';
import type { Library } from '../digest/digest.ts';
import { companies as businesses } from '../language/companies.ts';
import { detectLanguage, languageCodes, languageOf, type LanguageCode } from '../language/index.ts';
import { nearest } from '../language/nearest.ts';
import { cutLanguage } from './card-language.ts';
import { companyNames } from './lexicon.ts';
import { nameSource, plainWords, wordPattern } from './words.ts';

/** What somebody wants their channel to get, as typed; null where nothing was said of it. */
export interface Wish {
  /** Slugs in the order of the text. */
  readonly companies: 'all' | readonly string[];
  readonly tags: readonly string[];
  /** Slugs of companies that are known by name, of which there is no digest. */
  readonly unlisted: readonly string[];
  readonly language: CardLanguage | null;
  /** Words for `parseWhen`; they may not be readable. */
  readonly when: string | null;
  /** Words for `parseQuiet`, or `none`; they may not be readable. */
  readonly quiet: string | null;
  readonly cap: number | 'none' | null;
  /** As in subscriptions.yaml: 24h, 3d. */
  readonly catchUp: string | null;
  /** Words that mean nothing here, and the company each may be a slip of. */
  readonly unknown: readonly { readonly word: string; readonly meant: string | null }[];
}

/** Whether words tell a time, or hours of the day; asked with pieces of what was typed. */
export interface Readers {
  readonly when: (text: string) => boolean;
  readonly quiet: (hours: string) => boolean;
  /** Whether a word seems to be a zone, known or not. */
  readonly zone: (word: string) => boolean;
}

const words = languageCodes.map((code) => languageOf(code).asking.settings);
const joined = (sources: readonly string[]) => wordPattern(sources.filter(Boolean).join('|'));
const all = joined(words.map((each) => each.all));
const notNames = new RegExp(`^(?:${words.map((each) => each.notNames).join('|')})$`, 'u');
const caps = words.map(({ cap }) => wordPattern(cap));
const catchUps = words.map(({ catchUp }) => wordPattern(catchUp));
const noCap = joined(words.map((each) => each.noCap));
const noQuiet = joined(words.map((each) => each.noQuiet));
const quiets = (['hold', 'silent'] as const).map(
  (mode) => [mode, joined(words.map(({ quiet }) => quiet[mode]))] as const,
);
const times = joined(words.map((each) => each.times));
const noise = new RegExp(`^(?:${words.map((each) => each.noise).join('|')})+$`, 'u');
const particles = words
  .map((each) => each.particles)
  .join('|')
  .replace(/^\||\|$/g, '');
const edges = new RegExp(`^(?:${particles})+|(?:${particles})+$`, 'gu');

/** Stands where something was understood and taken out. */
const gap = '\n';
/** So many words are looked at: more are no command. */
const mostTokens = 60;

/** What a text asks for, in any order and any language. */
export function readWish(library: Library, text: string, readers: Readers): Wish {
  const cutter = cutterOf(` ${plainWords(text)} `);
  const quietOff = cutter.cut(noQuiet) !== null;
  const uncapped = cutter.cut(noCap) !== null;
  const cap = cutter.group(caps, 'cap');
  const [hours, days] = [cutter.group(catchUps, 'hours'), cutter.group(catchUps, 'days')];
  const quiet = quietOff ? 'none' : cutQuiet(cutter, readers);
  const tags = cutTags(cutter);
  const companies = cutCompanies(library, cutter);
  const { language, rest } = cutLanguage(cutter.text(), gap);
  const whole = rest.replace(all, gap);
  const isAll = whole !== rest;
  const { when, left } = cutWhen(tokensOf(whole), readers);
  const { unlisted, unknown } = leftovers(library, left);
  return {
    companies: isAll ? 'all' : companies,
    tags,
    unlisted,
    language,
    when,
    quiet,
    cap: uncapped ? 'none' : cap === null ? null : Number(cap),
    catchUp: days === null ? (hours === null ? null : `${hours}h`) : `${days}d`,
    unknown,
  };
}

/** A text from which pieces are taken out, one after the other. */
function cutterOf(given: string) {
  let left = given;
  const replace = (start: number, end: number) => {
    left = left.slice(0, start) + gap + left.slice(end);
  };
  return {
    text: () => left,
    replace,
    /** Takes out every match, gap by letter: the places of all else stay. */
    blank(pattern: RegExp): void {
      left = left.replace(pattern, (name) => gap.repeat(name.length));
    },
    /** Takes out the first match. */
    cut(pattern: RegExp): RegExpMatchArray | null {
      const [hit = null] = left.matchAll(pattern);
      if (hit !== null) replace(hit.index, hit.index + hit[0].length);
      return hit;
    },
    /** Takes out the first match that has a group, and gives that. */
    group(patterns: readonly RegExp[], name: string): string | null {
      for (const pattern of patterns) {
        const hit = left.matchAll(pattern).find(({ groups }) => groups?.[name] !== undefined);
        if (hit === undefined) continue;
        replace(hit.index, hit.index + hit[0].length);
        return hit.groups?.[name] ?? null;
      }
      return null;
    },
  };
}
type Cutter = ReturnType<typeof cutterOf>;

/** The hours stand after the words for quiet, or before them. */
function cutQuiet(cutter: Cutter, { quiet: reads }: Readers): Wish['quiet'] {
  for (const [mode, pattern] of quiets) {
    const [hit = null] = cutter.text().matchAll(pattern);
    if (hit === null) continue;
    const end = hit.index + hit[0].length;
    const after = cutter.text().slice(end).split(gap)[0] ?? '';
    const ahead = longest(prefixes(after), reads);
    if (ahead !== null) {
      cutter.replace(hit.index, end + ahead.length);
      return told(trimmed(ahead), mode);
    }
    const before = cutter.text().slice(0, hit.index).split(gap).at(-1) ?? '';
    const behind = longest(suffixes(before), reads);
    const start = hit.index - (behind?.length ?? 0);
    const unread = /^\s*\S*\d\S*/.exec(after)?.[0] ?? '';
    cutter.replace(start, behind === null ? end + unread.length : end);
    return told(trimmed(behind ?? unread) || hit[0], mode);
  }
  return null;
}

function told(hours: string, mode: 'hold' | 'silent'): string {
  return mode === 'silent' ? `${hours} ${mode}` : hours;
}

/** The beginnings of a text that end between words, the longest first; its ends likewise. */
function prefixes(text: string): readonly string[] {
  const ends = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => index + word.length);
  return ends
    .slice(0, mostTokens)
    .map((end) => text.slice(0, end))
    .toReversed();
}
function suffixes(text: string): readonly string[] {
  const starts = [...text.matchAll(/\S+/g)].map(({ index }) => index);
  return starts.slice(-mostTokens).map((start) => text.slice(start));
}

function longest(candidates: readonly string[], reads: (text: string) => boolean): string | null {
  return candidates.find((text) => trimmed(text) !== '' && reads(trimmed(text))) ?? null;
}

/** Without the particles and marks at its ends. */
function trimmed(text: string): string {
  const plain = text.replace(/^[\s,、。]+|[\s,、。]+$/g, '');
  return /[ぁ-ん]/.test(plain) ? plain.replace(edges, '').trim() : plain;
}

function cutTags(cutter: Cutter): readonly string[] {
  const tags: string[] = [];
  // A chat may turn #tech into a link to its channel of that name: <#C123|tech>.
  const pattern = /<#[^|>\s]*\|(?<linked>[^>\s]+)>|#(?<typed>[\p{L}\p{N}][\p{L}\p{N}_-]*)/gu;
  for (let hit = cutter.cut(pattern); hit !== null; hit = cutter.cut(pattern))
    tags.push(hit.groups?.['linked'] ?? hit.groups?.['typed'] ?? '');
  return [...new Set(tags)];
}

function cutCompanies(library: Library, cutter: Cutter): readonly string[] {
  const found: { readonly slug: string; readonly at: number }[] = [];
  for (const company of library.companies) {
    const names = companyNames(company).filter((name) => !notNames.test(plainWords(name)));
    const pattern = wordPattern(nameSource(names), 'names');
    const start = cutter.text().search(pattern);
    if (start < 0) continue;
    found.push({ slug: company.slug, at: start });
    // As long as the name, so that the places of the others stay.
    cutter.blank(pattern);
  }
  return found.toSorted((a, b) => a.at - b.at).map(({ slug }) => slug);
}

function tokensOf(text: string): readonly string[] {
  return text
    .split(/\s+|,(?!\d)|、|。/)
    .map(trimmed)
    .filter((token) => token !== '')
    .slice(0, mostTokens);
}

/** The longest run of words that tells a time; where none does, the run that seems to. */
function cutWhen(
  tokens: readonly string[],
  { when: reads, zone }: Readers,
): { readonly when: string | null; readonly left: readonly string[] } {
  for (let size = tokens.length; size > 0; size -= 1)
    for (let start = 0; start + size <= tokens.length; start += 1) {
      if (!reads(tokens.slice(start, start + size).join(' '))) continue;
      return run(tokens, ...widened(tokens, start, start + size, zone));
    }
  const start = tokens.findIndex(seems);
  if (start < 0) return { when: null, left: tokens };
  return run(tokens, ...widened(tokens, start, tokens.findLastIndex(seems) + 1, zone));
}

function seems(token: string): boolean {
  return /\d|\*/.test(token) || token.search(times) >= 0;
}

/** A zone that nobody knows still belongs to the time it follows, and numbers to the pattern they stand beside. */
function widened(
  tokens: readonly string[],
  from: number,
  to: number,
  zone: Readers['zone'],
): [start: number, end: number] {
  const field = /^[\d*][\d*/,-]*$/;
  let [start, end] = [from, to];
  while (field.test(tokens[start - 1] ?? '')) start -= 1;
  while (field.test(tokens[end] ?? '')) end += 1;
  const next = tokens[end] ?? '';
  return [start, next.includes('/') || zone(next) ? end + 1 : end];
}

function run(tokens: readonly string[], start: number, end: number) {
  return {
    when: tokens.slice(start, end).join(' '),
    left: [...tokens.slice(0, start), ...tokens.slice(end)],
  };
}

const slugs = new Map(
  businesses.flatMap((names) => {
    const [name = ''] = names;
    const slug = name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    return slug === '' ? [] : names.map((each) => [plainWords(each), slug] as const);
  }),
);

/** The name of a company that is known by name alone, by its slug; the slug where it is not. */
export function businessName(slug: string, lang: LanguageCode): string {
  const names = businesses.find(([name = '']) => slugs.get(plainWords(name)) === slug);
  return names?.find((name) => detectLanguage(name) === lang) ?? names?.[0] ?? slug;
}

/** The companies and the slips among words that told nothing else. */
function leftovers(
  library: Library,
  tokens: readonly string[],
): Pick<Wish, 'unlisted' | 'unknown'> {
  const names = library.companies.flatMap((company) =>
    companyNames(company).map((name) => [plainWords(name), company.slug] as const),
  );
  const unlisted: string[] = [];
  const unknown: { word: string; meant: string | null }[] = [];
  for (let start = 0; start < tokens.length;) {
    const sizes = [4, 3, 2, 1].filter((size) => start + size <= tokens.length);
    const text = (size: number) => tokens.slice(start, start + size).join(' ');
    const size = sizes.find((each) => slugs.has(text(each))) ?? 1;
    const business = slugs.get(text(size));
    if (business !== undefined) unlisted.push(business);
    else if (!noise.test(text(1))) {
      const near = nearest(
        text(1),
        names.map(([name]) => name),
      );
      unknown.push({ word: text(1), meant: names.find(([name]) => name === near)?.[1] ?? null });
    }
    start += size;
  }
  return { unlisted, unknown };
}
