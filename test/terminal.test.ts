import * as fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { printable, shellWord } from '../src/terminal.ts';

describe('a word for a shell', () => {
  it.each([
    'slack/C0123456789',
    'a b',
    "it's",
    '$(touch owned)',
    '`id`',
    '"; rm -rf ~; "',
    '決算',
    '',
  ])('is taken as it is: %j', (word) => {
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' })).toBe(
      word,
    );
  });
});

describe('text for a terminal', () => {
  it.each([
    ['\u001b[2J\u001b]0;owned\u0007', String.raw`\u001b[2J\u001b]0;owned\u0007`],
    ['posted\rfailed', String.raw`posted\u000dfailed`],
    ['\u009b31m', String.raw`\u009b31m`],
    ['C1\u202e1C', String.raw`C1\u202e1C`],
  ])('gives no orders: %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('keeps lines, tabs and every language', () => {
    const text = '決算\t増収\nRésultats 📈\r\n';
    expect(printable(text)).toBe(text);
  });

  it('leaves data what it was', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (json) => {
        expect(JSON.parse(printable(json))).toEqual(JSON.parse(json));
      }),
    );
  });
});
