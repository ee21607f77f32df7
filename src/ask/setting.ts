import type { Company, Library } from '../digest/digest.ts';
import { languageCodes, languageOf } from '../language/index.ts';
import { nearest } from '../language/nearest.ts';
import { type SettingVerb, settingVerbs } from '../language/setting.ts';
import { resolveCommand } from './command.ts';
import { hearingTyped } from './hearing.ts';
import { anyCompanyCommand, isNameOf } from './lexicon.ts';
import { foldWords, plainWords } from './words.ts';

/** A command that is about the channel: its verb with what was said besides, or a verb that was nearly typed. */
export type Setting =
  | { readonly kind: 'verb'; readonly verb: SettingVerb; readonly rest: string }
  | { readonly kind: 'slip'; readonly word: string; readonly meant: string };

/** "購読解除" begins with 購読: what says more is looked for first. */
const closest = settingVerbs.toSorted(
  (a, b) => Number(a === 'subscribe') - Number(b === 'subscribe'),
);
const words = languageCodes.map((code) => languageOf(code).asking.settings);
/** At its beginning a verb ends where no letter of its script goes on. */
const begins = closest.map(
  (verb) => [verb, new RegExp(`^(?:${sources(verb, 'verbs')})(?![a-z0-9])\\s*`, 'u')] as const,
);
const ends = closest.flatMap((verb) => {
  const source = sources(verb, 'verbsAfter');
  return source === ''
    ? []
    : [[verb, new RegExp(`(?:(?<![a-z0-9])|(?![a-z0-9]))(?:${source})[\\s。.!?]*$`, 'u')] as const];
});
/** The verbs whose slips are unlike any word of a question. */
const unlike: readonly SettingVerb[] = ['subscribe', 'unsubscribe', 'subscriptions'];
/** The verbs that a company's own command takes too: /meta subscribe. */
const ofCompanies: readonly SettingVerb[] = ['subscribe', 'unsubscribe', 'why', 'help'];

function sources(verb: SettingVerb, place: 'verbs' | 'verbsAfter'): string {
  return words.flatMap((each) => each[place][verb] ?? []).join('|');
}

/**
 * What `/name text` settles of the channel; null where it is about a digest. A company that is called like a verb
 * wins, unless what follows makes the verb's form whole.
 */
export function settingOf(library: Library, name: string, text: string): Setting | null {
  const command = foldWords(name).replace(/^\//, '');
  const plain = plainWords(text);
  if (command === anyCompanyCommand) return verbIn(library, plain) ?? slipIn(library, plain);
  const company = library.companies.find(({ slug }) => slug === command);
  const found = company === undefined ? null : verbIn(library, plain, company);
  return found?.kind === 'verb' && ofCompanies.includes(found.verb) ? found : null;
}

function verbIn(library: Library, plain: string, of?: Company): Setting | null {
  for (const [patterns, isStart] of [
    [begins, true],
    [ends, false],
  ] as const) {
    for (const [verb, pattern] of patterns) {
      const hit = pattern.exec(plain);
      if (hit === null) continue;
      const typed = isStart
        ? afterVerb(verb, plain.slice(hit[0].length))
        : plain.slice(0, hit.index).trim();
      const rest = of === undefined ? typed : `${of.slug} ${typed}`.trim();
      if (isMeant(library, verb, hit[0].trim(), rest)) return { kind: 'verb', verb, rest };
      return null;
    }
  }
  return null;
}

/** なぜメタのq2は届かない, why was meta q2 not posted: a question may end as it does without its first word. */
function afterVerb(verb: SettingVerb, rest: string): string {
  const [, end] = ends.find(([each]) => each === verb) ?? [];
  return (verb === 'why' && end ? rest.replace(end, '') : rest).trim();
}

function isMeant(library: Library, verb: SettingVerb, typed: string, rest: string): boolean {
  const isName = library.companies.some((company) => isNameOf(company, typed));
  // "why did revenue fall" is a question; "why meta q2" asks what became of a card.
  const asksOfDigest =
    rest !== '' && resolveCommand(library, anyCompanyCommand, rest, 'en').kind === 'digest';
  if (verb === 'why') return asksOfDigest || (rest === '' && !isName);
  // 返信率は? is a question, "replies never" a slip.
  if (verb === 'replies') return hearingTyped(rest) !== null || !/[\s?は]/.test(rest);
  if (!isName) return true;
  // A company called Subscribe: "subscribe q2" is its second quarter.
  return rest !== '' && !/^(?:fy)?[\dqh-]+$/.test(rest);
}

function slipIn(library: Library, plain: string): Setting | null {
  const [word = '', ...rest] = plain.split(' ');
  if (word.length < 7 || library.companies.some((company) => isNameOf(company, word))) return null;
  const known = words.flatMap(({ offered }) => unlike.map((verb) => offered[verb]));
  const near = nearest(word, known);
  if (near === null) return null;
  return { kind: 'slip', word, meant: [near, ...rest].join(' ') };
}
