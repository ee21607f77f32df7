import { isMap, isNode, isScalar, parseDocument, stringify, type YAMLMap } from 'yaml';
import type { Digest, Withdrawn } from './digest.ts';

/** The digests that nobody has withdrawn, in their order. */
export function validOf<D extends Pick<Digest, 'withdrawn'>>(digests: readonly D[]): D[] {
  return digests.filter(({ withdrawn }) => !withdrawn);
}

/** Of digests, the newest first, the one to show: the first that is valid, else the first; undefined of none. */
export function firstValid<D extends Pick<Digest, 'withdrawn'>>(
  digests: readonly D[],
): D | undefined {
  return validOf(digests)[0] ?? digests[0];
}

/**
 * The text of a digest.yaml with its withdrawal (null takes it out) and its revision raised; every other character
 * stays as people wrote it. Throws TypeError where the text is no digest's.
 */
export function withWithdrawal(text: string, withdrawn: Withdrawn | null): string {
  const { contents } = parseDocument(text);
  const revision = isMap(contents) ? placeOf(contents, 'revision') : null;
  if (!isMap(contents) || revision === null) throw new TypeError('a digest has a revision');
  const [, start, end] = revision;
  const raised = String(Number(text.slice(start, end)) + 1);
  const edits: Edit[] = [{ start, end, text: raised }];
  const old = placeOf(contents, 'withdrawn');
  if (old) edits.push({ start: old[0], end: old[3], text: '' });
  // Where people look first, not behind a hundred figures.
  const newline = text.indexOf('\n', end);
  const below = newline < 0 ? text.length : newline;
  if (withdrawn) {
    const lines = stringify({ withdrawn }, { lineWidth: 0 }).trimEnd();
    edits.push({ start: below, end: below, text: `\n${lines}` });
  }
  return edits.toSorted((a, b) => b.start - a.start).reduce(edited, text);
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function edited(text: string, edit: Edit): string {
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

/** Where a key begins, its value begins and ends, and what belongs to it ends; null where it is not there. */
function placeOf(map: YAMLMap, name: string): readonly [number, number, number, number] | null {
  for (const { key, value } of map.items) {
    if (!isScalar(key) || key.value !== name || !isNode(value)) continue;
    if (key.range && value.range) return [key.range[0], ...value.range];
  }
  return null;
}
