import { slugNamed } from '../ask/business.ts';
import { companyNames } from '../ask/lexicon.ts';
import { nameSource, plainWords, wordPattern } from '../ask/words.ts';
import type { Block, Card, Field, Filled, Form } from '../card/card.ts';
import { digestCard, digestTitle } from '../card/digest-card.ts';
import { companyText } from '../card/naming.ts';
import { noteText } from '../card/noted-blocks.ts';
import { noticeCard } from '../card/notice-card.ts';
import { bareArticle, digestOf } from '../digest/bare.ts';
import type { Company, Library } from '../digest/digest.ts';
import { periodEnd } from '../digest/period.ts';
import { isSlug } from '../digest/slug.ts';
import { detectLanguage, languageOf, type LanguageCode } from '../language/index.ts';
import type { IngestWording } from '../language/ingesting.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Reply, Speaker } from '../platform/platform.ts';
import {
  cardLanguage,
  type HandlerParts,
  type Ingested,
  type Offered,
  signature,
  singleLanguage,
  toPerson,
} from './parts.ts';

/** So much of a text is read, while a form waits to be opened, to guess what it is about, in characters. */
const firstPart = 2000;

/** The form that makes a digest of a text, which it keeps until it is sent; an empty text is typed into it. */
export async function pressedIngest(
  parts: HandlerParts,
  speaker: Speaker,
  text: string,
): Promise<Reply | { readonly form: Form }> {
  const lang = singleLanguage(parts, speaker);
  const refusal = await refusalFor(parts, speaker, lang);
  if (refusal !== null) return notMade(lang, refusal);
  const fault = text === '' ? null : faultIn(text, languageOf(lang).wording.ingest);
  if (fault !== null) return notMade(lang, fault);
  const id = text === '' ? '' : await parts.store.kept.put({ text }, parts.room.now());
  return { form: ingestForm(parts.library(), id, text, lang) };
}

/** A filled form: the digest as a card, or why there is none. */
export async function submittedIngest(
  parts: HandlerParts,
  speaker: Speaker,
  id: string,
  filled: Filled,
): Promise<Reply> {
  const lang = singleLanguage(parts, speaker);
  const words = languageOf(lang).wording.ingest;
  const refusal = await refusalFor(parts, speaker, lang);
  if (refusal !== null || parts.ingest === null) return notMade(lang, refusal ?? words.notAllowed);
  const text = id === '' ? (filled['text']?.[0] ?? '') : await keptText(parts, id);
  if (text === null) return notMade(lang, words.lost);
  const fault = faultIn(text, words);
  if (fault !== null) return notMade(lang, fault);
  const offered = offeredBy(parts.library(), text, filled, words);
  if ('fault' in offered) return notMade(lang, offered.fault);
  const ingested = await parts.ingest(offered);
  if (ingested.state === 'written') await note(parts, speaker, offered);
  return answerFor(parts, speaker, offered, ingested, lang);
}

/** Why the person may not; null where they may. */
async function refusalFor(
  { ingest }: HandlerParts,
  speaker: Speaker,
  lang: LanguageCode,
): Promise<string | null> {
  const { notAllowed, mayNot } = languageOf(lang).wording.ingest;
  if (ingest === null) return notAllowed;
  return (await speaker.home()).manages ? null : mayNot;
}

function faultIn(text: string, { link, nothing }: IngestWording): string | null {
  if (/^\s*<?https?:\/\/\S+>?\s*$/i.test(text)) return link;
  return text.trim() === '' ? nothing : null;
}

async function keptText({ store }: HandlerParts, id: string): Promise<string | null> {
  const kept = await store.kept.get(id);
  if (typeof kept !== 'object' || kept === null || !('text' in kept)) return null;
  return typeof kept.text === 'string' ? kept.text : null;
}

function ingestForm(library: Library, id: string, text: string, lang: LanguageCode): Form {
  const words = languageOf(lang).wording.ingest;
  const company = companyIn(library, text);
  const options = library.companies.map((one) => ({
    value: one.slug,
    label: companyText(one, lang),
  }));
  const known: Field = {
    kind: 'choice',
    id: 'company',
    label: words.company,
    options,
    chosen: company === null ? [] : [company.slug],
    many: false,
    optional: true,
  };
  const typed = { kind: 'text', value: '', long: false, optional: false } as const;
  const period = company === null ? '' : periodIn(text, company);
  return {
    action: 'ingest',
    title: words.title,
    submit: words.submit,
    value: id,
    fields: [
      // A choice of nothing is none: Slack refuses it.
      ...(options.length === 0 ? [] : [known]),
      { ...typed, id: 'name', label: words.newCompany, optional: options.length > 0 },
      { ...typed, id: 'period', label: words.period, value: period },
      ...(id === '' ? [{ ...typed, id: 'text', label: words.text, long: true }] : []),
    ],
  };
}

/** The company that a text names first. */
function companyIn({ companies }: Library, text: string): Company | null {
  const plain = plainWords(text.slice(0, firstPart));
  const [first] = companies
    .map((company) => {
      const names = wordPattern(nameSource(companyNames(company)), 'names');
      return { company, at: plain.search(names) };
    })
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at);
  return first?.company ?? null;
}

/** The period that a text is about, as far as its beginning tells; empty where it does not. */
function periodIn(text: string, company: Company): string {
  const part = text.slice(0, firstPart);
  return digestOf(bareArticle(part, detectLanguage(part), null), company, null).period;
}

/** What is to be made, or why that cannot be told from what was filled in. */
function offeredBy(
  { companies }: Library,
  text: string,
  filled: Filled,
  words: IngestWording,
): Offered | { readonly fault: string } {
  const typed = (filled['name']?.[0] ?? '').trim();
  const period = plainWords(filled['period']?.[0] ?? '');
  const chosen = companies.find(({ slug }) => slug === filled['company']?.[0]);
  const named = isSlug(typed);
  const slug = typed === '' ? chosen?.slug : named ? typed : slugNamed(plainWords(typed));
  if (slug === undefined) return { fault: words.noCompany };
  if (slug === null) return { fault: fillBlanks(words.badCompany, { name: typed }) };
  if (periodEnd(period) === 0) return { fault: fillBlanks(words.badPeriod, { period }) };
  return { text, company: slug, names: typed === '' || named ? [] : [typed], period };
}

/** Who made it stands among the acts. */
async function note(
  { room }: HandlerParts,
  speaker: Speaker,
  { company, period }: Offered,
): Promise<void> {
  await room.store.acts.note({
    what: 'ingest',
    target: `${company}/${period}`,
    by: signature(speaker),
    at: room.now(),
  });
}

function answerFor(
  parts: HandlerParts,
  speaker: Speaker,
  { company, period }: Offered,
  ingested: Ingested,
  lang: LanguageCode,
): Reply {
  const words = languageOf(lang).wording.ingest;
  const { companies, digests } = parts.library();
  const known = companies.find(({ slug }) => slug === company);
  const name = known === undefined ? company : companyText(known, lang);
  switch (ingested.state) {
    case 'exists': {
      const there = digests.find(({ id }) => id === `${company}/${period}`);
      const digest = there === undefined ? `${company} ${period}` : digestTitle(there, lang);
      return notMade(
        lang,
        fillBlanks(words.exists, { digest }),
        fillBlanks(words.existsHow, { company, period }),
      );
    }
    case 'empty':
      return notMade(lang, fillBlanks(words.noFigures, { company: name }));
    case 'doubtful': {
      const { digest, problems } = ingested;
      const high = problems.filter(({ severity }) => severity === 'high');
      const lines = high.map((problem) => noteText(problem, digest, lang));
      return notMade(lang, words.doubtful, ...lines, words.doubtfulHow);
    }
    case 'written':
      return toPerson(madeCard(parts, speaker, ingested, lang));
    default:
      return ingested satisfies never;
  }
}

function madeCard(
  parts: HandlerParts,
  speaker: Speaker,
  { digest, isNewCompany }: Extract<Ingested, { state: 'written' }>,
  lang: LanguageCode,
): Card {
  const words = languageOf(lang).wording.ingest;
  const { company } = digest;
  const lines = [
    words.madeTitle,
    fillBlanks(words.made, { count: String(digest.figures.length) }),
    fillBlanks(words.sent, { company: companyText(company, lang) }),
    ...(isNewCompany ? [fillBlanks(words.newOne, { file: `${company.slug}/company.yaml` })] : []),
  ];
  const head: Block[] = [{ type: 'list', lang, items: lines }, { type: 'divider' }];
  const card = digestCard(digest, {
    language: cardLanguage(parts, speaker),
    form: 'standard',
    history: parts.library().digests,
  });
  return { ...card, blocks: [...head, ...card.blocks] };
}

function notMade(lang: LanguageCode, ...lines: readonly string[]): Reply {
  return toPerson(noticeCard(lang, languageOf(lang).wording.ingest.notMadeTitle, lines));
}
