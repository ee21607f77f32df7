import { languageCodes, languageOf } from '../language/index.ts';
import { type Hearing, hearings } from '../language/setting.ts';
import { plainWords } from './words.ts';

const patterns = hearings.map((mode) => {
  const words = languageCodes.map((code) => languageOf(code).asking.settings.hearings[mode]);
  return [mode, new RegExp(`^(?:${words.join('|')})[.。!]*$`, 'u')] as const;
});

/** The mode of answering in threads that is typed, in any language; null for anything else. */
export function hearingTyped(text: string): Hearing | null {
  const plain = plainWords(text);
  return patterns.find(([, pattern]) => plain !== '' && pattern.test(plain))?.[0] ?? null;
}
