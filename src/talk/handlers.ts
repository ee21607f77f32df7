import { commandSpecs } from '../ask/command-specs.ts';
import { languageWish } from '../ask/own-language.ts';
import { noticeCard } from '../card/notice-card.ts';
import { heedEvent } from '../channel/events.ts';
import { languageOf } from '../language/index.ts';
import type { Handlers, Reply, Speaker } from '../platform/platform.ts';
import { threadKey } from '../store/talk.ts';
import { answerCommand } from './command.ts';
import { answerLanguage, languageChosen } from './own-language.ts';
import { overviewOf } from './overview.ts';
import { type HandlerParts, settledLanguage, singleLanguage, toPerson } from './parts.ts';
import { pressed } from './press.ts';
import { answerInThread } from './question.ts';
import { submitted } from './submit.ts';

/** What platforms call when people do something: commands, questions, presses, forms. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { library, store } = parts;
  /** Work for a person who is answered in their own language where they settled one. */
  const guarded = <R>(speaker: Speaker, work: (known: Speaker) => Promise<R>) =>
    apologising(parts, speaker, async () => work(await knownSpeaker(parts, speaker)));
  return {
    commands: () => commandSpecs(library()),
    command: (speaker, name, text) =>
      guarded(speaker, (known) => {
        const wish = languageWish(library(), name, text);
        return wish === null
          ? answerCommand(parts, known, name, text)
          : answerLanguage(parts, speaker, wish, text);
      }),
    question: (speaker, text, subject) =>
      guarded(speaker, (known) => answerInThread(parts, known, text, subject)),
    press: (speaker, action, value) =>
      guarded(speaker, (known) =>
        action === 'own_language'
          ? languageChosen(parts, speaker, value)
          : pressed(parts, known, action, value),
      ),
    submit: (speaker, action, value, filled) =>
      guarded(speaker, (known) => submitted(parts, known, action, value, filled)),
    overview: async (speaker) => {
      const page = await guarded(speaker, (known) => overviewOf(parts, known));
      return 'card' in page ? page.card : page;
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
    inbox: parts.inbox,
  };
}

/** The speaker in the language that they settled for themselves. */
async function knownSpeaker(parts: HandlerParts, speaker: Speaker): Promise<Speaker> {
  const language = await settledLanguage(parts, speaker);
  return language === null ? speaker : { ...speaker, language };
}

/** An error of ours becomes an apology in the person's language, and a line in the log. */
async function apologising<R>(
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
