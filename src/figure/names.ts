import { fold } from '../article/fold.ts';
import type { Span } from '../article/article.ts';

/**
 * Finds any of very many names in folded text, the longest where several begin at one place, without regard to
 * case. Latin words and katakana names end where their script ends. As fast for a thousand names as for ten.
 */
export function nameFinder(names: readonly string[]): (folded: string) => Span[] {
  const byHead = Map.groupBy(new Set(names.map((name) => fold(name).toLowerCase())), (name) =>
    name.slice(0, headLength),
  );
  for (const group of byHead.values()) group.sort((a, b) => b.length - a.length);
  return (folded) => {
    const text = folded.toLowerCase();
    const found: Span[] = [];
    for (let at = 0; at + headLength <= text.length; at += 1) {
      const name = byHead
        .get(text.slice(at, at + headLength))
        ?.find((each) => text.startsWith(each, at) && isWhole(text, at, at + each.length));
      if (name === undefined) continue;
      found.push({ start: at, end: at + name.length });
      at += name.length - 1;
    }
    return found;
  };
}

/** Characters that every name has at least. */
const headLength = 2;

function isWhole(text: string, start: number, end: number): boolean {
  return (
    !sameScript(text.charAt(start - 1), text.charAt(start)) &&
    !sameScript(text.charAt(end - 1), text.charAt(end))
  );
}

function sameScript(left: string, right: string): boolean {
  return [/\p{Script=Latin}/u, /[ァ-ヶー]/].some(
    (script) => script.test(left) && script.test(right),
  );
}
