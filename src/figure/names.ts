import type { Span } from '../article/article.ts';
import { fold } from '../article/fold.ts';
import { matchesOf } from '../article/matches.ts';
import { companies } from '../language/companies.ts';
import type { Named } from './context.ts';

/** A name found in a text, with the slug of what goes by it. */
export interface FoundName extends Span {
  readonly slug: string;
}

/** Finds names in a text; places are of the folded text. */
export type NameFinder = (text: SpacelessText) => FoundName[];

/** A folded text in small letters without its white space, and where each of its characters stands. */
export interface SpacelessText {
  readonly folded: string;
  readonly text: string;
  readonly places: Uint32Array;
  /** For each character, where it and the next one are looked up among the beginnings of names. */
  readonly sieve: Uint16Array;
}

/**
 * Finds any of very many names in a text, the longest where several begin at one place, without regard to
 * case and white space. Latin words and katakana names end where their script ends: メタ is not in メタバース, up is not
 * in upper. As fast for a thousand names as for ten.
 */
export function nameFinder(named: readonly Named[]): NameFinder {
  const slugs = new Map<string, string>();
  for (const { slug, names } of named) for (const name of names) slugs.set(plain(fold(name)), slug);
  if (slugs.size === 0) return () => [];
  const byHead = Map.groupBy(slugs.keys(), (name) => headOf(name, 0));
  for (const group of byHead.values()) group.sort((a, b) => b.length - a.length);
  // Most places begin no name: a look at a small table says so sooner than one at a map.
  const mayBegin = new Uint8Array(sieveSize);
  for (const head of byHead.keys()) mayBegin[sieved(head)] = 1;
  return ({ folded, text, places, sieve }) => {
    const found: FoundName[] = [];
    for (let at = 0; at < sieve.length; at += 1) {
      if (mayBegin[sieve[at] ?? 0] === 0) continue;
      const name = byHead
        .get(headOf(text, at))
        ?.find(
          (each) =>
            text.startsWith(each, at) &&
            isWhole(folded, places[at] ?? 0, (places[at + each.length - 1] ?? 0) + 1),
        );
      if (name === undefined) continue;
      const last = at + name.length - 1;
      found.push({
        slug: slugs.get(name) ?? '',
        start: places[at] ?? 0,
        end: (places[last] ?? 0) + 1,
      });
      at = last;
    }
    return found;
  };
}

/** The first characters of what begins at a place, as one number. */
function headOf(text: string, at: number): number {
  return text.charCodeAt(at) * 0x1_0000 + text.charCodeAt(at + 1);
}

const sieveSize = 1 << 14;

/** Where two characters are looked up; several pairs share a place. */
function sieved(head: number): number {
  return (head ^ (head >>> 9)) & (sieveSize - 1);
}

export function withoutSpaces(folded: string): SpacelessText {
  const places = new Uint32Array(folded.length);
  let text = '';
  let start = 0;
  const keep = (end: number): void => {
    for (let at = start; at < end; at += 1) places[text.length + at - start] = at;
    text += folded.slice(start, end);
  };
  for (const space of matchesOf(folded, /\s+/g)) {
    keep(space.index);
    start = space.index + space[0].length;
  }
  keep(folded.length);
  const small = lowered(text);
  return { folded, text: small, places, sieve: sieveOf(small) };
}

/** Every name has two characters at least, so that the last of a text begins none. */
function sieveOf(text: string): Uint16Array {
  const sieve = new Uint16Array(Math.max(0, text.length - 1));
  for (let at = 0; at < sieve.length; at += 1) sieve[at] = sieved(headOf(text, at));
  return sieve;
}

/** Lower case that keeps every character at its place (İ would become two). */
function lowered(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length
    ? lower
    : text.replace(/[A-Z]/g, (char) => char.toLowerCase());
}

function isWhole(text: string, start: number, end: number): boolean {
  return (
    !sameScript(text.charAt(start - 1), text.charAt(start)) &&
    (!sameScript(text.charAt(end - 1), text.charAt(end)) || isGlued(text, start, end))
  );
}

/** "EPSof $3.53", as text comes out of a page: capitals end where small letters begin (but IPOs). */
function isGlued(text: string, start: number, end: number): boolean {
  return glued.test(text.slice(start, end + 2));
}

function sameScript(left: string, right: string): boolean {
  return (latin.test(left) && latin.test(right)) || (kana.test(left) && kana.test(right));
}

const latin = /\p{Script=Latin}/u;
const kana = /[ァ-ヶー]/;
const glued = /^[A-Z]{3,}[a-z]{2}$/;

/** A name without its white space and capitals, as names are told apart. */
export function plain(name: string): string {
  return lowered(name.replace(/\s+/g, ''));
}

/** Every listed company's names, plain. */
export const listedNames: ReadonlySet<string> = new Set(
  companies.flat().map((name) => plain(fold(name))),
);
