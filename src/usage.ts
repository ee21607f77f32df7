import { type LanguageCode, languageOf } from './language/index.ts';
import type { UsageWording } from './language/operator.ts';
import { fillBlanks } from './language/wording.ts';

/** What commander says of wrong use, by the sentence of ours that says the same; the groups fill its blanks. */
const sayings: readonly (readonly [RegExp, Exclude<keyof UsageWording, 'hint' | 'badPeriod'>])[] = [
  [
    /option '(?<option>[^']+)' argument '(?<value>[^']*)' is invalid\. Allowed choices are (?<list>.+)\.$/m,
    'badChoice',
  ],
  [/option '(?<option>[^']+)' argument '(?<value>[^']*)' is invalid\. (?<why>.+)$/m, 'badValue'],
  [
    /value '(?<value>[^']*)' is invalid for argument '(?<option>[^']+)'\. Allowed choices are (?<list>.+)\.$/m,
    'badChoice',
  ],
  [/required option '(?<option>[^']+)' not specified/, 'missingOption'],
  [/option '(?<option>[^']+)' argument missing/, 'missingValue'],
  [/option '(?<option>[^']+)' cannot be used with option '(?<other>[^']+)'/, 'conflict'],
  [/missing required argument '(?<name>[^']+)'/, 'missingArgument'],
  [/unknown option '(?<option>[^']+)'/, 'unknownOption'],
  [/unknown command '(?<name>[^']+)'/, 'unknownVerb'],
  [/too many arguments/, 'tooMany'],
];

/** What is said of wrong use of the command line, in the operator's language; commander's own words where none fit. */
export function usageText(message: string, lang: LanguageCode): string {
  const { usage } = languageOf(lang).wording;
  for (const [pattern, sentence] of sayings) {
    const said = pattern.exec(message);
    if (said) return fillBlanks(usage[sentence], said.groups ?? {});
  }
  return message.replace(/^error: /, '').trim();
}
