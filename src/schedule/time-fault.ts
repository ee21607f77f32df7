import { shortenText } from '../card/split.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import type { TimeFaultCode } from '../language/timing.ts';
import { fillBlanks } from '../language/wording.ts';

/** What is wrong with the words of a time; the words for it live in the language files. */
export interface TimeFault {
  readonly code: TimeFaultCode;
  readonly args: Readonly<Record<string, string>>;
}

/** What could not be read, and why. */
export interface Faulty {
  readonly fault: TimeFault;
}

/** A fault with what fills its sentence. */
export function faulty(code: TimeFaultCode, args: Readonly<Record<string, string>>): Faulty {
  return { fault: { code, args } };
}

/** What is wrong and what to do about it, one sentence in a language. */
export function faultText({ code, args }: TimeFault, lang: LanguageCode): string {
  const blanks = Object.entries(args).map(([name, text]) => [name, shortenText(text, 60)] as const);
  return fillBlanks(languageOf(lang).wording.timing.faults[code], Object.fromEntries(blanks));
}
