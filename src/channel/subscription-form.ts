import type { Wish } from '../ask/wish.ts';
import type { CardLanguage, Field, Filled, Form } from '../card/card.ts';
import { companyText, languageName } from '../card/naming.ts';
import type { Library } from '../digest/digest.ts';
import { languageCodes, languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { ownZone } from '../schedule/day.ts';
import type { Subscription } from '../schedule/subscriptions.ts';
import { whenWords } from '../schedule/when-words.ts';
import { wishOf } from './entry.ts';
import { companiesText, wordsOf } from './room.ts';

/** The time of day that the form begins with. */
const usualTime = '08:30';

/** The value of everything among the companies. */
const everything = 'all';

/** What the timing of a form may be, beside one that stays as it is. */
const whens = ['arrival', 'weekdays', 'daily'] as const;
const languages: readonly CardLanguage[] = [...languageCodes, 'both'];

/** The subscription that is changed, in a channel by its name; null for a new one in a channel to be chosen. */
export interface Changed {
  readonly one: Subscription;
  readonly channel: string;
}

/** The form for a subscription: a new one, or one to change, whose channel stays. */
export function subscriptionForm(
  library: Library,
  changed: Changed | null,
  lang: LanguageCode,
): Form {
  const { form } = languageOf(lang).wording.home;
  const one = changed?.one ?? null;
  const channel: Field = { kind: 'channel', id: 'channel', label: form.channel, chosen: '' };
  return {
    action: 'subscribe',
    title: one === null ? form.title : form.changeTitle,
    submit: form.submit,
    value: one?.id ?? '',
    fields: [
      ...(one === null ? [channel] : []),
      companiesField(library, changed, lang),
      languageField(one, lang),
      whenField(one, lang),
      timeField(one, lang),
    ],
  };
}

function companiesField(library: Library, changed: Changed | null, lang: LanguageCode): Field {
  const { form } = languageOf(lang).wording.home;
  const chosen = changed === null ? [] : chosenOf(changed.one);
  const tags = [...new Set(library.companies.flatMap((company) => company.tags))];
  const known = [
    { value: everything, label: form.everything },
    ...tags.map((tag) => ({ value: `#${tag}`, label: fillBlanks(form.tagged, { tag }) })),
    ...library.companies.map((company) => ({
      value: company.slug,
      label: companyText(company, lang),
    })),
  ];
  // A company of which there is no digest yet, a tag that none has any more.
  const others = chosen
    .filter((value) => !known.some((option) => option.value === value))
    .map((value) => ({
      value,
      label: value.startsWith('#')
        ? fillBlanks(form.tagged, { tag: value.slice(1) })
        : companiesText(library, [value], lang),
    }));
  const label =
    changed === null ? form.companies : fillBlanks(form.companiesIn, { channel: changed.channel });
  const options = [...known, ...others];
  return { kind: 'choice', id: 'companies', label, options, chosen, many: true, optional: false };
}

function chosenOf({ companies, tags }: Subscription): readonly string[] {
  return companies === 'all' ? [everything] : [...companies, ...tags.map((tag) => `#${tag}`)];
}

function languageField(one: Subscription | null, lang: LanguageCode): Field {
  return choice(
    'language',
    languageOf(lang).wording.home.form.language,
    languages.map((value) => ({
      value,
      label: value === 'both' ? wordsOf(lang).bothLanguages : languageName(value, lang),
    })),
    one?.language ?? lang,
  );
}

function whenField(one: Subscription | null, lang: LanguageCode): Field {
  const { form } = languageOf(lang).wording.home;
  const kind = kindOf(one);
  const same =
    one === null || kind !== 'same'
      ? []
      : [{ value: kind, label: fillBlanks(form.sameWhen, { when: whenWords(one.when, lang) }) }];
  const known = whens.map((value) => ({ value, label: form.whens[value] }));
  return choice('when', form.when, [...same, ...known], kind);
}

/** Which of the form's timings a subscription has; `same` for one that the form cannot tell. */
function kindOf(one: Subscription | null): (typeof whens)[number] | 'same' {
  if (one === null || one.when.kind === 'arrival') return 'arrival';
  if (one.when.kind === 'cron' || one.when.times.length > 1) return 'same';
  const days = one.when.days.join('');
  return days === '12345' ? 'weekdays' : days === '1234567' ? 'daily' : 'same';
}

function timeField(one: Subscription | null, lang: LanguageCode): Field {
  const { form } = languageOf(lang).wording.home;
  const zone = one === null ? null : ownZone(one);
  const label = zone === null ? form.time : fillBlanks(form.timeIn, { zone });
  const [time = usualTime] = one?.when.kind === 'timed' ? one.when.times : [];
  return { kind: 'time', id: 'time', label, chosen: time };
}

function choice(
  id: string,
  label: string,
  options: readonly { readonly value: string; readonly label: string }[],
  chosen: string,
): Field {
  return { kind: 'choice', id, label, options, chosen: [chosen], many: false, optional: false };
}

/** What was filled in, over what the subscription had before; null where a time of day is missing. */
export function filledWish(
  library: Library,
  filled: Filled,
  before: Subscription | null,
): Wish | null {
  const when = whenFilled(filled, before);
  if (when === null) return null;
  const values = filled['companies'] ?? [];
  const slugs = values.filter((value) => !value.startsWith('#') && value !== everything);
  const isKnown = (slug: string) => library.companies.some((company) => company.slug === slug);
  const all = values.includes(everything);
  return {
    ...(before === null ? nothingSaid : wishOf(before)),
    companies: all ? 'all' : slugs.filter(isKnown),
    unlisted: all ? [] : slugs.filter((slug) => !isKnown(slug)),
    tags: all ? [] : values.flatMap((value) => (value.startsWith('#') ? [value.slice(1)] : [])),
    language: languages.find((one) => one === filled['language']?.[0]) ?? null,
    when,
  };
}

const nothingSaid: Wish = {
  companies: [],
  tags: [],
  unlisted: [],
  language: null,
  when: null,
  quiet: null,
  cap: null,
  catchUp: null,
  unknown: [],
};

/** The words for `parseWhen`; a zone that was said before is said again. */
function whenFilled(filled: Filled, before: Subscription | null): string | null {
  const kind = whens.find((one) => one === filled['when']?.[0]);
  if (kind === undefined && before !== null) return wishOf(before).when;
  if (kind === undefined || kind === 'arrival') return 'on arrival';
  const [time = ''] = filled['time'] ?? [];
  if (!/^\d\d:\d\d$/.test(time)) return null;
  const zone = before === null ? null : ownZone(before);
  return [kind, time, ...(zone === null ? [] : [zone])].join(' ');
}
