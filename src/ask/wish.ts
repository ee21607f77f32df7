import type { CardLanguage } from '../card/card.ts';
import type { Library } from '../digest/digest.ts';
import { languageCodes, languageOf } from '../language/index.ts';
import { nearest } from '../language/nearest.ts';
import { slugNamed } from './business.ts';
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

/** Around a name, or before a ticker. */
const quotes = /["“”„`「」『』]|\$(?=[a-z])/gu;
/** Stands where something was understood and taken out. */
const gap = '\n';
/** So many words are looked at: more are no command. */
const mostTokens = 60;

/** What a text asks for, in any order and any language. */
export function readWish(library: Library, text: string, readers: Readers): Wish {
  const cutter = cutterOf(` ${plainWords(text).replace(quotes, ' ')} `);
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
  const { unlisted, plainTags, unknown } = leftovers(library, left);
  return {
    companies: isAll ? 'all' : companies,
    tags: [...new Set([...tags, ...plainTags])],
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
  const plain = text.replace(/^[\s,、。:]+|[\s,、。:]+$/g, '');
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
    .split(/\s+|,(?!\d)|[、。を]/)
    .filter((token) => trimmed(token) !== '')
    .slice(0, mostTokens);
}

/** The longest run of words that tells a time; where none does, the run that seems to. */
function cutWhen(
  tokens: readonly string[],
  { when: reads, zone }: Readers,
): { readonly when: string | null; readonly left: readonly string[] } {
  for (let size = tokens.length; size > 0; size -= 1)
    for (let start = 0; start + size <= tokens.length; start += 1) {
      const text = tokens.slice(start, start + size).join(' ');
      // The last letter of 30分ごと is no particle, that of 平日8時半で is one.
      if (!reads(text) && !reads(trimmed(text))) continue;
      return run(tokens, reads, widened(tokens, start, start + size, zone));
    }
  const start = tokens.findIndex(seems);
  if (start < 0) return { when: null, left: tokens };
  return run(tokens, reads, widened(tokens, start, tokens.findLastIndex(seems) + 1, zone));
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
  // 東京で, New York.
  const [next = '', two = ''] = [1, 2].map((size) =>
    trimmed(tokens.slice(end, end + size).join(' ')),
  );
  if (next.includes('/') || zone(next)) return [start, end + 1];
  return [start, end + (zone(two) ? 2 : 0)];
}

function run(
  tokens: readonly string[],
  reads: Readers['when'],
  [start, end]: readonly [number, number],
) {
  return {
    when: plainer(tokens.slice(start, end).join(' '), reads),
    left: [...tokens.slice(0, start), ...tokens.slice(end)],
  };
}

/** Without particles at its ends, unless it is read with them alone. */
function plainer(text: string, reads: Readers['when']): string {
  return reads(text) && !reads(trimmed(text)) ? text : trimmed(text);
}

/** The companies and the slips among words that told nothing else. */
function leftovers(
  library: Library,
  given: readonly string[],
): Pick<Wish, 'unlisted' | 'unknown'> & { readonly plainTags: readonly string[] } {
  const tokens = given.flatMap((token) => wordsIn(trimmed(token)));
  const tags = new Set(library.companies.flatMap((company) => company.tags));
  const names = library.companies.flatMap((company) =>
    companyNames(company).map((name) => [plainWords(name), company.slug] as const),
  );
  const unlisted: string[] = [];
  const plainTags: string[] = [];
  const unknown: { word: string; meant: string | null }[] = [];
  for (let start = 0; start < tokens.length;) {
    const sizes = [4, 3, 2, 1].filter((size) => start + size <= tokens.length);
    const text = (size: number) => tokens.slice(start, start + size).join(' ');
    const size = sizes.find((each) => slugNamed(text(each)) !== null) ?? 1;
    const business = slugNamed(text(size));
    if (business !== null) unlisted.push(business);
    else if (!noise.test(text(1)) && tags.has(text(1))) plainTags.push(text(1));
    else if (!noise.test(text(1))) {
      const near = nearest(
        text(1),
        names.map(([name]) => name),
      );
      unknown.push({ word: text(1), meant: names.find(([name]) => name === near)?.[1] ?? null });
    }
    start += size;
  }
  return { unlisted, plainTags, unknown };
}

/** トヨタの決算, トヨタと任天堂: words that mean something are told apart where all of them do. */
function wordsIn(token: string): readonly string[] {
  const pieces = token.split(/[とやの・]/);
  const known = pieces.every((piece) => slugNamed(piece) !== null || noise.test(piece));
  return known && slugNamed(token) === null ? pieces : [token];
}
