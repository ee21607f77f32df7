import { languageCodes, languageOf } from '../language/index.ts';
import { plainWords } from './words.ts';

const words = languageCodes.map((code) => languageOf(code).asking.hearing);
const joined = (key: 'greets' | 'thanks') => words.map((each) => each[key]).join('|');
const whole = (source: string) => new RegExp(`^(?:(?:${source})(?![a-z])\\s*)*$`, 'u');
const thanks = whole(joined('thanks'));
const either = whole(`${joined('greets')}|${joined('thanks')}`);
/** Marks and pictures, Slack's too: :pray: */
const marks = /:[a-z0-9_+-]+:|[\p{P}\p{S}\p{Cf}\p{M}]/gu;

/** What a message is that asks nothing of a digest: a greeting, or a call for help, or thanks; null for anything else. */
export function smallTalk(text: string): 'greeting' | 'thanks' | null {
  const said = plainWords(plainWords(text).replace(marks, ' '));
  // A mention alone says nothing, and calls; a smile alone asks nothing.
  if (said === '') return /[?？]/.test(text) ? null : text.trim() === '' ? 'greeting' : 'thanks';
  if (thanks.test(said)) return 'thanks';
  return either.test(said) ? 'greeting' : null;
}
