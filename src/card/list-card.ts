import type { Digest } from '../digest/digest.ts';
import { latestFirst } from '../digest/period.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { languagesOf } from './buttons.ts';
import type { Block, Button, Card, CardLanguage } from './card.ts';
import { digestTitle } from './digest-card.ts';
import { companyText } from './naming.ts';
import { divided } from './parts.ts';

/** How many digests are listed of few companies, how many companies with their newest alone, and how many have a button. */
const fewCompanies = 5;
const mostOfOne = 8;
const mostCompanies = 40;
const mostButtons = 3;

/** A digest with what is typed to see it. */
export interface Listed {
  readonly digest: Digest;
  readonly command: string;
}

/**
 * The card of what there is, the company with the newest digest first: of few companies every digest, the newest
 * first, of many the newest of each.
 */
export function listCard(
  listed: readonly Listed[],
  { language }: { readonly language: CardLanguage },
): Card {
  const langs = languagesOf(language);
  const newest = listed.toSorted((a, b) => latestFirst(a.digest.period, b.digest.period));
  const companies = [...Map.groupBy(newest, ({ digest }) => digest.company.slug).values()];
  const firsts = companies.flatMap(([first]) => first?.digest ?? []);
  return {
    language,
    title: langs.map((lang) => languageOf(lang).wording.deeds.listTitle).join(' / '),
    blocks: divided(langs.map((lang) => partOf(companies, lang))),
    buttons: showButtons(firsts, language),
    subject: null,
  };
}

function partOf(companies: readonly (readonly Listed[])[], lang: LanguageCode): Block[] {
  if (companies.length <= fewCompanies)
    return companies.flatMap((list) => companyBlocks(list, lang));
  const firsts = companies.flatMap(([first]) => first ?? []);
  return linesOf(firsts, mostCompanies, lang);
}

function companyBlocks(list: readonly Listed[], lang: LanguageCode): Block[] {
  const [first] = list;
  if (!first) return [];
  return [
    { type: 'heading', lang, text: companyText(first.digest.company, lang) },
    ...linesOf(list, mostOfOne, lang),
  ];
}

function linesOf(list: readonly Listed[], most: number, lang: LanguageCode): Block[] {
  const { listLine, listMore } = languageOf(lang).wording.deeds;
  const items = list
    .slice(0, most)
    .map(({ digest, command }) =>
      fillBlanks(listLine, { title: digestTitle(digest, lang), command }),
    );
  const more = list.length - items.length;
  const rest = fillBlanks(listMore, { count: String(more) });
  return [
    { type: 'list', lang, items },
    ...(more > 0 ? [{ type: 'note', lang, text: rest } as const] : []),
  ];
}

/** Buttons that show the first of some digests, each under its title. */
export function showButtons(digests: readonly Digest[], language: CardLanguage): Button[] {
  const [lang] = languagesOf(language);
  if (!lang) return [];
  return digests.slice(0, mostButtons).map((digest) => ({
    action: 'show',
    label: digestTitle(digest, lang),
    value: digest.id,
  }));
}
