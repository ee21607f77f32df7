import { companyText, periodText } from '../card/naming.ts';
import { digestsOf } from '../digest/beside.ts';
import type { Company, Library } from '../digest/digest.ts';
import { languageCodes, languageOf, type LanguageCode } from '../language/index.ts';
import { deedVerbs } from '../language/deeds.ts';
import { settingVerbs } from '../language/setting.ts';
import { typedPeriods } from './command.ts';
import { anyCompanyCommand } from './lexicon.ts';
import { phrase } from './phrase.ts';

/** What platforms register and complete: structurally a CommandSpec of the platform interface. */
export interface CommandOffer {
  readonly name: string;
  readonly description: Readonly<Record<LanguageCode, string>>;
  readonly choices: readonly {
    readonly text: string;
    readonly description: Readonly<Record<LanguageCode, string>>;
  }[];
}

/** What else may follow /digest: each verb by its Latin word, as commands are typed. */
const verbChoices: CommandOffer['choices'] = [
  ...deedVerbs.map((verb) => ({
    text: latinOf(verb, (lang) => languageOf(lang).asking.deeds.offered[verb]),
    description: inEachLanguage((lang) => languageOf(lang).wording.deeds.offers[verb]),
  })),
  ...settingVerbs
    .map((verb) => ({
      text: latinOf(verb, (lang) => languageOf(lang).asking.settings.offered[verb]),
      description: inEachLanguage((lang) => languageOf(lang).wording.channel.offers[verb]),
    }))
    // Help comes last.
    .toSpliced(-1, 0, {
      text: latinOf('language', (lang) => languageOf(lang).asking.settings.ownLanguage.offered),
      description: inEachLanguage((lang) => languageOf(lang).wording.talk.language.offer),
    }),
];

function latinOf(verb: string, offered: (lang: LanguageCode) => string): string {
  return languageCodes.map(offered).find((word) => /^[a-z]/.test(word)) ?? verb;
}

/** One command per company (its periods, the latest first, and `latest`), and the one that takes the company, or a verb, as a word. */
export function commandSpecs(library: Library): CommandOffer[] {
  const offers = library.companies.map((company) => ({
    name: company.slug,
    description: inEachLanguage((lang) =>
      phrase(lang, 'command', { company: companyText(company, lang) }),
    ),
    choices: choicesOf(library, company),
  }));
  const all = offers.flatMap((offer) =>
    offer.choices.map((choice) => ({ ...choice, text: `${offer.name} ${choice.text}` })),
  );
  return [
    ...offers,
    {
      name: anyCompanyCommand,
      description: inEachLanguage((lang) => phrase(lang, 'command_any')),
      choices: [...all, ...verbChoices],
    },
  ];
}

function choicesOf(library: Library, company: Company): CommandOffer['choices'] {
  const digests = digestsOf(company.slug, library.digests);
  if (digests.length === 0) return [];
  // Among the first, so that it is kept where a platform has no room for all: Discord's commands cannot be used bare.
  const latest = {
    text: 'latest',
    description: inEachLanguage((lang) =>
      phrase(lang, 'command_latest', { company: companyText(company, lang) }),
    ),
  };
  const typed = typedPeriods(digests);
  const periods = digests.map(({ period }, at) => ({
    text: typed[at] ?? period,
    description: inEachLanguage(
      (lang) => `${companyText(company, lang)} ${periodText(period, lang, company)}`,
    ),
  }));
  return [...periods.slice(0, 3), latest, ...periods.slice(3)];
}

function inEachLanguage(text: (lang: LanguageCode) => string): Record<LanguageCode, string> {
  const texts: Partial<Record<LanguageCode, string>> = {};
  for (const code of languageCodes) texts[code] = text(code);
  if (!isComplete(texts))
    throw new Error('A language is missing from languageCodes; add it in language/index.ts.');
  return texts;
}

function isComplete(
  texts: Partial<Record<LanguageCode, string>>,
): texts is Record<LanguageCode, string> {
  return languageCodes.every((code) => texts[code] !== undefined);
}
