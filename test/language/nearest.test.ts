import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/language/nearest.ts';

describe('the nearest known word', () => {
  it.each([
    ['meat', ['meta', 'alphabet'], 'meta'], // neighbours swapped are one slip
    ['alphabt', ['meta', 'alphabet'], 'alphabet'],
    ['REVENU', ['revenue', 'eps'], 'revenue'],
    ['toyota', ['meta', 'alphabet'], null],
    ['x', ['a'], null],
    ['', ['a'], null],
  ])('to %j of %j is %j', (word, known, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });
});
