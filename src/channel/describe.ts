import { listText } from '../ask/phrase.ts';
import { languagesOf } from '../card/buttons.ts';
import { languageName } from '../card/naming.ts';
import type { Library } from '../digest/digest.ts';
import type { LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { quietWords } from '../schedule/quiet.ts';
import { wants } from '../schedule/shelf.ts';
import { type Subscription, usualCatchUp } from '../schedule/subscriptions.ts';
import { whenText } from '../schedule/when.ts';
import { whenWords } from '../schedule/when-words.ts';
import { companiesText, wordsOf } from './room.ts';

/** What a subscription says of one setting, in words; null where it says nothing of it. */
interface Setting {
  readonly name: 'what' | 'language' | 'when' | 'quiet' | 'cap' | 'catchUp' | 'thread';
  readonly text: string | null;
}

const hour = 3_600_000;

/** What it wants: メタ、アップル、#tech. */
export function whatText(
  { companies, tags }: Pick<Subscription, 'companies' | 'tags'>,
  library: Library,
  lang: LanguageCode,
): string {
  if (companies === 'all') return wordsOf(lang).everything;
  const named = companies.length > 0 ? [companiesText(library, companies, lang)] : [];
  return listText([...named, ...tags.map((tag) => `#${tag}`)], lang);
}

/** What it wants, as it is typed: メタ、アップル、#tech. */
export function whatTyped(
  one: Pick<Subscription, 'companies' | 'tags'>,
  library: Library,
  lang: LanguageCode,
): string {
  return one.companies === 'all' ? wordsOf(lang).typed.all : whatText(one, library, lang);
}

/** Words that set what a subscription says otherwise than another one, so that a command can say it again. */
export function settingsTyped(one: Subscription, other: Subscription, lang: LanguageCode): string {
  const then = typedOf(other, lang);
  return typedOf(one, lang)
    .filter((words, at) => words !== then[at])
    .join(' ');
}

/** All words that make such a subscription anew; the language is always said. */
export function newlyTyped(one: Subscription, lang: LanguageCode): string {
  const [language, ...usual] = typedOf(
    { ...one, when: { kind: 'arrival' }, quiet: null, cap: null, catchUp: usualCatchUp },
    lang,
  );
  const others = typedOf(one, lang).slice(1);
  return [language, ...others.filter((words, at) => words !== usual[at])].join(' ');
}

function typedOf(one: Subscription, lang: LanguageCode): readonly string[] {
  const { typed } = wordsOf(lang);
  const { language, when, quiet, cap, catchUp } = one;
  const hours = quiet === null ? '' : `${quiet.from}-${quiet.to} ${quiet.zone}`;
  const days = catchUp % (24 * hour) === 0;
  return [
    language === 'both' ? typed.both : languageName(language, lang),
    when.kind === 'cron' ? whenText(when) : whenWords(when, lang),
    quiet === null ? typed.noQuiet : fillBlanks(typed[quiet.mode], { hours }),
    cap === null ? typed.noCap : fillBlanks(typed.cap, { count: String(cap) }),
    fillBlanks(days ? typed.days : typed.hours, {
      count: String(catchUp / hour / (days ? 24 : 1)),
    }),
  ];
}

function settingsOf(one: Subscription, library: Library, lang: LanguageCode): readonly Setting[] {
  const words = wordsOf(lang);
  const { quiet, cap, thread, catchUp } = one;
  return [
    { name: 'what', text: whatText(one, library, lang) },
    { name: 'language', text: languageText(one, lang) },
    { name: 'when', text: whenWords(one.when, lang) },
    { name: 'quiet', text: quiet && quietWords(quiet, lang) },
    { name: 'cap', text: cap === null ? null : fillBlanks(words.perDay, { count: String(cap) }) },
    { name: 'catchUp', text: catchUp === usualCatchUp ? null : spanText(catchUp, lang) },
    { name: 'thread', text: thread && words.thisThread },
  ];
}

/** A line for each setting; where an older state differs, the old value and the new. */
export function settingLines(
  one: Subscription,
  before: Subscription | null,
  library: Library,
  lang: LanguageCode,
): readonly string[] {
  const words = wordsOf(lang);
  const old = before === null ? [] : settingsOf(before, library, lang);
  return settingsOf(one, library, lang).flatMap(({ name, text }) => {
    const former = before === null ? text : (old.find((each) => each.name === name)?.text ?? null);
    if (text === null && former === null) return [];
    const put = (value: string | null) => value ?? words.none;
    const value =
      text === former ? put(text) : fillBlanks(words.became, { old: put(former), new: put(text) });
    return [fillBlanks(words.line, { name: words.names[name], value })];
  });
}

/** All of it on one line, with where it comes from. */
export function summaryText(one: Subscription, library: Library, lang: LanguageCode): string {
  const words = wordsOf(lang);
  const [what, ...rest] = settingsOf(one, library, lang).flatMap(({ name, text }) => {
    if (text === null) return [];
    const bare = name === 'what' || name === 'language' || name === 'when' || name === 'thread';
    return [bare ? text : fillBlanks(words.line, { name: words.names[name], value: text })];
  });
  const clauses = [
    ...rest,
    ...(one.paused ? [words.pausedMark] : []),
    ...(isIdle(one, library) ? [words.matchesNothing] : []),
    one.origin === 'file' ? words.fromFile : words.fromChannel,
  ];
  return fillBlanks(words.line, { name: what ?? '', value: clauses.join(' · ') });
}

/** True where no company there is would ever match. */
function isIdle(one: Subscription, library: Library): boolean {
  return !library.companies.some((company) => wants(one, company));
}

function languageText({ language }: Subscription, lang: LanguageCode): string {
  const words = wordsOf(lang);
  return language === 'both'
    ? words.bothLanguages
    : listText(
        languagesOf(language).map((code) => languageName(code, lang)),
        lang,
      );
}

function spanText(ms: number, lang: LanguageCode): string {
  const { days, hours } = wordsOf(lang);
  return ms % (24 * hour) === 0
    ? fillBlanks(days, { count: String(ms / 24 / hour) })
    : fillBlanks(hours, { count: String(ms / hour) });
}
