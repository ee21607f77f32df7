import { answerSetting } from './channel/settings.ts';
import { type EventParts, heedEvent } from './channel/events.ts';
import { type Setting, settingOf } from './ask/setting.ts';
import { type AskContext, answerQuestion } from './ask/answer.ts';
import { commandSpecs } from './ask/command-specs.ts';
import { resolveCommand } from './ask/command.ts';
import { digestsMeant } from './ask/meant.ts';
import { languageAsked } from './ask/question.ts';
import { answerCard } from './card/answer-card.ts';
import { readLanguageValue, withPostButton } from './card/buttons.ts';
import type { Card, CardLanguage, Subject } from './card/card.ts';
import { digestCard, digestTitle } from './card/digest-card.ts';
import { askForm } from './card/form.ts';
import { subjectIds } from './card/merged-card.ts';
import { noticeCard } from './card/notice-card.ts';
import type { Digest, Library } from './digest/digest.ts';
import { detectLanguage, languageOf, type LanguageCode } from './language/index.ts';
import { fillBlanks } from './language/wording.ts';
import type { Handlers, Reply, Speaker } from './platform/platform.ts';
import type { Store } from './store/store.ts';
import { talkKey, threadKey } from './store/talk.ts';

/** What the handlers of people's doings are handed. */
export interface HandlerParts extends EventParts {
  /** The digests as they are now. */
  readonly library: () => Library;
  readonly store: Pick<Store, 'conversations' | 'once'>;
  /** The language of a channel's own cards, where it has a subscription. */
  readonly channelLanguage: (platform: string, channel: string) => CardLanguage | null;
}

/** What platforms call when people do something: commands, questions, presses. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { library, store } = parts;
  const guarded = <R extends Reply | null>(speaker: Speaker, work: () => Promise<R>) =>
    apologising(parts, speaker, work);
  return {
    commands: () => commandSpecs(library()),
    command: (speaker, name, text) =>
      guarded(speaker, () => answerCommand(parts, speaker, name, text)),
    question: (speaker, text, subject) =>
      guarded(speaker, () => answerInThread(parts, speaker, text, subject)),
    press: async (speaker, action, value) => {
      const digest = digestFor(parts, value);
      const [first] = action === 'ask' ? digestsFor(parts, value) : [];
      if (first)
        return {
          form: askForm({ ...subjectOf(first), digest: value }, singleLanguage(parts, speaker)),
        };
      return guarded(speaker, () =>
        Promise.resolve(pressed(parts, speaker, action, value, digest)),
      );
    },
    posted: async (ref, subject) => {
      await store.conversations.attach(
        threadKey({ ...ref.place, thread: ref.message }),
        subject,
        Date.now(),
      );
    },
    happened: (event) => heedEvent(parts, event),
    once: (key) => store.once(key),
  };
}

async function answerCommand(
  parts: HandlerParts,
  speaker: Speaker,
  name: string,
  text: string,
): Promise<Reply> {
  const lang = singleLanguage(parts, speaker, text);
  const setting = settingOf(parts.library(), name, text);
  if (setting !== null) return toPerson(await settle(parts, speaker, setting, lang));
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
    case 'question': {
      const answer = answerQuestion(result.text, {
        library: parts.library(),
        digest: result.digest,
        turns: [],
        lang,
      });
      return toPerson(answerCard(answer, subjectOf(result.digest), parts.library().digests));
    }
    case 'notice':
      return toPerson(noticeCard(lang, result.title, result.lines));
    default:
      return result satisfies never;
  }
}

async function settle(
  { room }: HandlerParts,
  { place, person, home }: Speaker,
  setting: Setting,
  lang: LanguageCode,
): Promise<Card> {
  const by = `${place.platform}/${person}`;
  return answerSetting(room, { place, by, lang, home: await home() }, setting);
}

async function answerInThread(
  parts: HandlerParts,
  speaker: Speaker,
  text: string,
  given: Subject | null,
): Promise<Reply | null> {
  const { library, store } = parts;
  const thread = talkKey(speaker.place, speaker.person);
  const subject = given ?? (await store.conversations.subject(thread));
  const asked = await store.conversations.turns(thread);
  // People talk with each other in threads where the bot has no part.
  if (!speaker.addressed && subject === null && asked.length === 0) return null;
  const turns = asked.map(({ question }) => ({ question, lang: detectLanguage(question) }));
  const told = subject ? digestsFor(parts, subject.digest) : [];
  const context = { library: library(), turns, lang: speaker.language };
  const meant = told.length > 1 ? digestsMeant(text, told, context) : told;
  if (meant.length > 1) return whichReply(parts, thread, text, meant, context);
  const digest = meant[0] ?? null;
  const answer = answerQuestion(text, {
    ...context,
    digest,
  });
  await store.conversations.addTurn(thread, {
    question: text,
    answer: answer.answer,
    at: Date.now(),
  });
  // Asked outside of a card's thread, the answer's own thread is about the digest it rests on.
  const about = digest ?? library().digests.find(({ id }) => id === answer.evidence[0]?.digest);
  return {
    card: answerCard(answer, about ? subjectOf(about) : null, library().digests),
    visibility: 'channel',
  };
}

/** Asks back which of several results a question is about; what answers that goes on from the question. */
async function whichReply(
  { store }: HandlerParts,
  thread: string,
  question: string,
  digests: readonly Digest[],
  { turns, lang: hint }: Pick<AskContext, 'turns' | 'lang'>,
): Promise<Reply> {
  const lang = languageAsked(question, hint ?? turns.at(-1)?.lang ?? null);
  const { which, title } = languageOf(lang).wording.notice;
  const titles = digests.map((digest) => digestTitle(digest, lang));
  const list = new Intl.ListFormat(lang, { type: 'disjunction' }).format(titles);
  const answer = fillBlanks(which, { list });
  await store.conversations.addTurn(thread, { question, answer, at: Date.now() });
  return { card: noticeCard(lang, title, [answer]), visibility: 'channel' };
}

function pressed(
  parts: HandlerParts,
  speaker: Speaker,
  action: string,
  value: string,
  digest: Digest | null,
): Reply {
  const lang = singleLanguage(parts, speaker);
  const history = parts.library().digests;
  if (!digest) {
    const { gone, title } = languageOf(lang).wording.notice;
    return toPerson(noticeCard(lang, title, [gone]));
  }
  if (action === 'language') {
    const wanted = readLanguageValue(value)?.lang ?? lang;
    return toPerson(digestCard(digest, { language: wanted, form: 'standard', history }));
  }
  if (action === 'evidence')
    return toPerson(
      digestCard(digest, { language: cardLanguage(parts, speaker), form: 'full', history }),
    );
  // What everyone sees is in the channel's language, not in that of the person who pressed.
  const { platform, channel } = speaker.place;
  const language = parts.channelLanguage(platform, channel) ?? cardLanguage(parts, speaker);
  return {
    card: digestCard(digest, { language, form: 'standard', history }),
    visibility: 'channel',
  };
}

function toPerson(card: Card): Reply {
  return { card, visibility: 'private' };
}

function subjectOf({ id, revision }: Digest): Subject {
  return { digest: id, revision };
}

/** The digests that a subject or a button's value names, those that are no longer here left out. */
function digestsFor(parts: HandlerParts, value: string): readonly Digest[] {
  return subjectIds(value).flatMap((id) => digestFor(parts, id) ?? []);
}

/** The digest that a button's value names; a language may follow its id. */
function digestFor({ library }: HandlerParts, value: string): Digest | null {
  const id = readLanguageValue(value)?.digest ?? value;
  return library().digests.find((digest) => digest.id === id) ?? null;
}

/** The person's language where the platform knows it; then the channel's; both where nothing is known. */
function cardLanguage(
  { channelLanguage }: HandlerParts,
  { place, language }: Speaker,
): CardLanguage {
  return language ?? channelLanguage(place.platform, place.channel) ?? 'both';
}

function singleLanguage(parts: HandlerParts, speaker: Speaker, text = ''): LanguageCode {
  const channel = cardLanguage(parts, speaker);
  if (channel !== 'both') return channel;
  return detectLanguage(text);
}

/** An error of ours becomes an apology in the person's language, and a line in the log. */
async function apologising<R extends Reply | null>(
  parts: HandlerParts,
  speaker: Speaker,
  work: () => Promise<R>,
): Promise<R | Reply> {
  try {
    return await work();
  } catch (err) {
    parts.log.error({ err, platform: speaker.place.platform }, 'a request could not be answered');
    const lang = singleLanguage(parts, speaker);
    const { failed, title } = languageOf(lang).wording.notice;
    return toPerson(noticeCard(lang, title, [failed]));
  }
}
