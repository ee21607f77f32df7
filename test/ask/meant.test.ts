import { describe, expect, it } from 'vitest';
import { digestsMeant } from '../../src/ask/meant.ts';
import type { LanguageCode } from '../../src/language/index.ts';
import { alphabetDigest, digest, twoCompanies } from './library.ts';

const earlier = { ...digest, id: 'meta/2023-q1', period: '2023-q1' };
const all = [digest, earlier, alphabetDigest];

function meant(question: string, before: readonly string[] = [], lang: LanguageCode = 'ja') {
  const turns = before.map((text) => ({ question: text, lang }));
  const context = { library: twoCompanies, turns, lang };
  return digestsMeant(question, all, context).map(({ id }) => id);
}

describe('the digest that a question is about, of several that stand together', () => {
  it.each([
    ['グーグルの売上高は?', ['alphabet/2023-q2']],
    ['メタの第1四半期の売上高は?', ['meta/2023-q1']],
    ['メタの売上高は?', ['meta/2023-q2', 'meta/2023-q1']],
    ['第1四半期は?', ['meta/2023-q1']],
    ['ソニーとメタの第1四半期は?', ['meta/2023-q1']],
    ['Reality Labsは?', ['meta/2023-q2', 'meta/2023-q1']],
    ['売上高は?', ['meta/2023-q2', 'meta/2023-q1', 'alphabet/2023-q2']],
  ])('%s', (question, expected) => {
    expect(meant(question)).toEqual(expected);
  });

  it('is none where another company is named', () => {
    const context = { library: twoCompanies, turns: [], lang: 'ja' as const };
    expect(digestsMeant('グーグルの売上高は?', [digest, earlier], context)).toEqual([]);
  });

  it('is the one that was talked of last, unless it tells itself', () => {
    expect(meant('EPSは?', ['グーグルの売上高は?'])).toEqual(['alphabet/2023-q2']);
    expect(meant('EPSは?', ['グーグルの売上高は?', '純利益は?'])).toEqual(['alphabet/2023-q2']);
    expect(meant('第1四半期は?', ['グーグルの売上高は?'])).toEqual(['meta/2023-q1']);
  });
});
