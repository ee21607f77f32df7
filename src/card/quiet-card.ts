import { digestsOf } from '../digest/beside.ts';
import type { Company, Digest } from '../digest/digest.ts';
import { validOf } from '../digest/withdrawn.ts';
import { latestFirst } from '../digest/period.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { digestButtons, languagesOf } from './buttons.ts';
import type { Block, Card, CardLanguage } from './card.ts';
import { digestTitle } from './digest-card.ts';
import { companyText } from './naming.ts';
import { divided } from './parts.ts';

/**
 * The card that says that there is nothing to report: which companies it is about, and the newest digest there is of
 * each, so that silence is not taken for a failure. Its buttons are those of the newest digest of all.
 */
export function quietCard(
  companies: readonly Company[],
  digests: readonly Digest[],
  { language }: { readonly language: CardLanguage },
): Card {
  const langs = languagesOf(language);
  const newest = companies.flatMap(({ slug }) => digestsOf(slug, validOf(digests)).slice(0, 1));
  const [latest] = newest.toSorted((a, b) => latestFirst(a.period, b.period));
  const subject = latest ? { digest: latest.id, revision: latest.revision } : null;
  return {
    language,
    title: langs.map((lang) => titleOf(companies, lang)).join(' / '),
    blocks: divided(langs.map((lang) => partOf(newest, lang))),
    buttons: subject ? digestButtons(subject, language) : [],
    subject,
  };
}

function titleOf(companies: readonly Company[], lang: LanguageCode): string {
  const names = companies.map((company) => companyText(company, lang));
  const list = new Intl.ListFormat(lang, { type: 'conjunction' }).format(names);
  return fillBlanks(languageOf(lang).wording.card.quiet, { list });
}

function partOf(newest: readonly Digest[], lang: LanguageCode): Block[] {
  const { card } = languageOf(lang).wording;
  if (newest.length === 0) return [{ type: 'text', lang, text: card.quietSoFar }];
  const items = newest.map((digest) => digestTitle(digest, lang));
  return [
    { type: 'text', lang, text: card.quietSince },
    { type: 'list', lang, items },
  ];
}
