import { answerQuestion } from '../ask/answer.ts';
import { typedPeriods, resolveCommand } from '../ask/command.ts';
import { anyCompanyCommand } from '../ask/lexicon.ts';
import { type LookUp, lookUpOf } from '../ask/look-up.ts';
import { languageAsked } from '../ask/question.ts';
import { settingOf } from '../ask/setting.ts';
import { answerCard } from '../card/answer-card.ts';
import { withPostButton } from '../card/buttons.ts';
import { digestCard } from '../card/digest-card.ts';
import { type Listed, listCard } from '../card/list-card.ts';
import { noticeCard } from '../card/notice-card.ts';
import { searchCard } from '../card/search-card.ts';
import { shortenText } from '../card/split.ts';
import { digestsOf } from '../digest/beside.ts';
import type { Digest, Library } from '../digest/digest.ts';
import { type LanguageCode, languageOf } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Reply, Speaker } from '../platform/platform.ts';
import { comparisonReply } from './beside.ts';
import { overLimit } from './limits.ts';
import { cardLanguage, type HandlerParts, singleLanguage, subjectOf, toPerson } from './parts.ts';
import { toPersonOrAll } from './share.ts';
import { settled } from './settled.ts';

/** The most characters of what was typed that a notice gives back. */
const mostShown = 60;

/** What `/name text` is answered with, for the person alone. */
export async function answerCommand(
  parts: HandlerParts,
  speaker: Speaker,
  name: string,
  text: string,
): Promise<Reply> {
  const lang = singleLanguage(parts, speaker, text);
  const lookUp = lookUpOf(parts.library(), name, text);
  if (lookUp !== null) return lookedUp(parts, speaker, lookUp, lang);
  const setting = settingOf(parts.library(), name, text);
  if (setting !== null) return toPerson(await settled(parts, speaker, setting, lang));
  const result = resolveCommand(parts.library(), name, text, lang);
  switch (result.kind) {
    case 'digest':
      return toPerson(
        withPostButton(
          digestCard(result.digest, {
            language: result.language ?? cardLanguage(parts, speaker),
            form: 'standard',
            history: parts.library().digests,
          }),
        ),
      );
    case 'comparison':
      return comparisonReply(parts, speaker, result.digests, result.language);
    case 'question':
      return answered(parts, speaker, result.text, result.digest, lang);
    case 'notice':
      return toPerson(noticeCard(lang, result.title, result.lines));
    default:
      return result satisfies never;
  }
}

/** An answer that may be posted; a refusal is for the person alone. */
async function answered(
  parts: HandlerParts,
  speaker: Speaker,
  text: string,
  digest: Digest,
  lang: LanguageCode,
): Promise<Reply> {
  const tooMany = await overLimit(parts, speaker, languageAsked(text, lang));
  if (tooMany) return toPerson(tooMany);
  const library = parts.library();
  const answerIn = (hint: LanguageCode) =>
    answerQuestion(text, { library, digest, turns: [], lang: hint });
  const card = (hint: LanguageCode) =>
    answerCard(answerIn(hint), subjectOf(digest), library.digests);
  if (answerIn(lang).refused) return toPerson(card(lang));
  return toPersonOrAll(
    parts,
    speaker,
    (language) => card(language === 'both' ? lang : language),
    lang,
  );
}

/** Sentences that hold some words, or what there is; where there is nothing, how to go on. */
function lookedUp(
  parts: HandlerParts,
  speaker: Speaker,
  lookUp: LookUp,
  lang: LanguageCode,
): Promise<Reply> {
  if (lookUp.kind === 'search' && lookUp.hits.length > 0)
    return toPersonOrAll(parts, speaker, (language) =>
      searchCard(shortenText(lookUp.words, mostShown), lookUp.hits, { language }),
    );
  const listed = listedOf(parts.library(), lookUp);
  if (listed.length > 0)
    return toPersonOrAll(parts, speaker, (language) => listCard(listed, { language }));
  return Promise.resolve(toPerson(noticeCard(lang, ...nothingFound(parts, lookUp, lang))));
}

/** The digests of the companies that are asked for, the newest of each first, with what is typed to see them. */
function listedOf({ digests }: Library, lookUp: LookUp): Listed[] {
  if (lookUp.kind !== 'list') return [];
  return lookUp.companies.flatMap(({ slug }) => {
    const own = digestsOf(slug, digests);
    const typed = typedPeriods(own);
    return own.map((digest, at) => ({
      digest,
      command: `/${anyCompanyCommand} ${slug} ${typed[at] ?? digest.period}`,
    }));
  });
}

function nothingFound(
  parts: HandlerParts,
  lookUp: LookUp,
  lang: LanguageCode,
): [title: string, lines: readonly string[]] {
  const { wording, asking } = languageOf(lang);
  const { notice, deeds } = wording;
  if (lookUp.kind === 'list') return [deeds.listTitle, [asking.phrases.no_digests]];
  const { words } = lookUp;
  const [company] = parts.library().companies;
  const list = `/${anyCompanyCommand} ${asking.deeds.offered.search} ${company?.slug ?? ''}`;
  return [
    notice.title,
    [
      words === ''
        ? fillBlanks(deeds.searchHow, { list })
        : fillBlanks(deeds.nothingFound, { words: shortenText(words, mostShown) }),
    ],
  ];
}
