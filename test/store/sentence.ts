import { languageOf } from '../../src/language/index.ts';
import { fillBlanks } from '../../src/language/wording.ts';
import type { StoreError } from '../../src/store/error.ts';

/** What an English-speaking operator is told. */
export function sentenceOf({ fault, facts }: StoreError): string {
  return fillBlanks(languageOf('en').wording.store[fault], facts);
}
