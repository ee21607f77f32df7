import { type AskContext, answerQuestion } from '../ask/answer.ts';
import { digestNamed, digestsMeant } from '../ask/meant.ts';
import { languageAsked } from '../ask/question.ts';
import { smallTalk } from '../ask/small-talk.ts';
import { answerCard } from '../card/answer-card.ts';
import type { CardLanguage, Subject } from '../card/card.ts';
import { digestCard, digestTitle } from '../card/digest-card.ts';
import { noticeCard } from '../card/notice-card.ts';
import type { Digest } from '../digest/digest.ts';
import { detectLanguage, languageOf } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Reply, Speaker } from '../platform/platform.ts';
import { talkKey } from '../store/talk.ts';
import { isForUs } from './for-us.ts';
import { isFirstTold, overLimit } from './limits.ts';
import { digestsFor, type HandlerParts, subjectOf, toPerson } from './parts.ts';
import { settled } from './settled.ts';

/** What the bot is there for, to whoever greets it or asks for help. */
const help = { kind: 'verb', verb: 'help', rest: '' } as const;

/** What a question in a thread, a direct message or a form is answered with; null where it is not for us. */
export async function answerInThread(
  parts: HandlerParts,
  speaker: Speaker,
  text: string,
  given: Subject | null,
): Promise<Reply | null> {
  const { library, store } = parts;
  const thread = talkKey(speaker.place, speaker.person);
  const subject = given ?? (await store.conversations.subject(thread));
  const kept = await store.conversations.turns(thread);
  // What is answered once more is not what was asked before it.
  const isKept = speaker.again === true && kept.at(-1)?.question === text;
  const asked = isKept ? kept.slice(0, -1) : kept;
  const turns = asked.map(({ question, at }) => ({ question, lang: detectLanguage(question), at }));
  const told = subject ? digestsFor(parts, subject.digest) : [];
  const small = smallTalk(text);
  if (small === 'thanks') return null;
  if (!speaker.addressed) {
    // People talk with each other in threads where the bot has no part.
    if (subject === null && turns.length === 0) return null;
    if (!(await isForUs(parts, speaker, text, { told, turns }))) return null;
  }
  const lang = languageAsked(text, speaker.language ?? turns.at(-1)?.lang ?? null);
  const tooMany = await overLimit(parts, speaker, lang);
  if (tooMany) return (await isFirstTold(parts, speaker)) ? toPerson(tooMany) : null;
  if (small === 'greeting')
    return { card: await settled(parts, speaker, help, lang), visibility: 'channel' };
  const named = speaker.addressed ? digestNamed(library(), text) : null;
  if (named !== null) {
    // The thread of a card goes on about that card.
    if (subject === null && speaker.place.thread !== null)
      await store.conversations.attach(thread, subjectOf(named.digest), parts.room.now());
    return digestReply(parts, named.digest, named.language ?? lang);
  }
  const answered = reply(parts, text, told, { turns, lang: speaker.language });
  const turn = { question: text, answer: answered.said, at: parts.room.now() };
  if (!isKept) await store.conversations.addTurn(thread, turn);
  return answered.reply;
}

function digestReply({ library }: HandlerParts, digest: Digest, language: CardLanguage): Reply {
  const history = library().digests;
  return {
    card: digestCard(digest, { language, form: 'standard', history }),
    visibility: 'channel',
  };
}

/** An answer, and what it says in words. */
interface Answered {
  readonly said: string;
  readonly reply: Reply;
}

function reply(
  { library }: HandlerParts,
  text: string,
  told: readonly Digest[],
  asked: Pick<AskContext, 'turns' | 'lang'>,
): Answered {
  const context = { ...asked, library: library() };
  const meant = told.length > 1 ? digestsMeant(text, told, context) : told;
  if (meant.length > 1) return whichReply(text, meant, context);
  const digest = meant[0] ?? null;
  const answer = answerQuestion(text, { ...context, digest });
  // Asked outside of a card's thread, the answer's own thread is about the digest it rests on.
  const about = digest ?? library().digests.find(({ id }) => id === answer.evidence[0]?.digest);
  const card = answerCard(answer, about ? subjectOf(about) : null, library().digests);
  return { said: answer.answer, reply: { card, visibility: 'channel' } };
}

/** Asks back which of several results a question is about; what answers that goes on from the question. */
function whichReply(
  question: string,
  digests: readonly Digest[],
  { turns, lang: hint }: Pick<AskContext, 'turns' | 'lang'>,
): Answered {
  const lang = languageAsked(question, hint ?? turns.at(-1)?.lang ?? null);
  const { which, title } = languageOf(lang).wording.notice;
  const titles = digests.map((digest) => digestTitle(digest, lang));
  const list = new Intl.ListFormat(lang, { type: 'disjunction' }).format(titles);
  const said = fillBlanks(which, { list });
  return { said, reply: { card: noticeCard(lang, title, [said]), visibility: 'channel' } };
}
