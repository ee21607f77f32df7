import type { Block, Filled, Form } from '../card/card.ts';
import { changeTo } from '../channel/change.ts';
import { isIn, subscriptionBeside } from '../channel/managed.ts';
import { type Asker, cardOf, factsOf, type Said, unchanged, wordsOf } from '../channel/room.ts';
import { answerSetting } from '../channel/settings.ts';
import { subscribeTo } from '../channel/subscribe.ts';
import { filledWish, subscriptionForm } from '../channel/subscription-form.ts';
import { endOne } from '../channel/unsubscribe.ts';
import { languageOf } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Reply, Speaker } from '../platform/platform.ts';
import { type HandlerParts, signature, singleLanguage, toPerson } from './parts.ts';

/** What the buttons for subscriptions bring: the form, the end of one, what comes next; null for another button. */
export async function pressedSubscription(
  parts: HandlerParts,
  speaker: Speaker,
  action: string,
  value: string,
): Promise<Reply | { readonly form: Form } | null> {
  switch (action) {
    case 'subscribe':
      return formFor(parts, speaker, value);
    case 'unsubscribe':
      return ended(parts, speaker, value);
    case 'preview':
      return previewed(parts, speaker, value);
    default:
      return null;
  }
}

/** A filled form for a subscription: what became of it. */
export async function submittedSubscription(
  parts: HandlerParts,
  speaker: Speaker,
  id: string,
  filled: Filled,
): Promise<Reply> {
  const { room } = parts;
  const one = await subscriptionBeside(room, speaker.place, id);
  if (one === null && id !== '') return gone(parts, speaker);
  const channel = one?.channel ?? filled['channel']?.[0] ?? speaker.place.channel;
  const asker = await askerIn(parts, speaker, channel, one?.thread ?? null);
  if (!asker.home.manages) return mayNot(parts, asker);
  const wish = filledWish(room.library(), filled, one);
  const { noTime, invite } = languageOf(asker.lang).wording.home;
  if (wish === null) return told(parts, asker, unchanged(asker.lang, noTime));
  const said =
    one === null ? await subscribeTo(room, asker, wish) : await changeTo(room, asker, one, wish);
  const known = said.refused === true || (await isIn(room, asker.place));
  return told(parts, asker, known ? said : { ...said, lines: [...said.lines, invite] });
}

async function formFor(
  parts: HandlerParts,
  speaker: Speaker,
  id: string,
): Promise<Reply | { readonly form: Form }> {
  const library = parts.room.library();
  if (id === '') return { form: subscriptionForm(library, null, singleLanguage(parts, speaker)) };
  const one = await subscriptionBeside(parts.room, speaker.place, id);
  if (one === null) return gone(parts, speaker);
  const asker = await askerIn(parts, speaker, one.channel, one.thread);
  if (!asker.home.manages) return mayNot(parts, asker);
  const changed = { one, channel: await nameOf(parts, asker) };
  return { form: subscriptionForm(library, changed, asker.lang) };
}

async function ended(parts: HandlerParts, speaker: Speaker, id: string): Promise<Reply> {
  const one = await subscriptionBeside(parts.room, speaker.place, id);
  if (one === null) return gone(parts, speaker);
  const asker = await askerIn(parts, speaker, one.channel, one.thread);
  if (!asker.home.manages) return mayNot(parts, asker);
  return told(parts, asker, await endOne(parts.room, asker, one));
}

async function previewed(parts: HandlerParts, speaker: Speaker, channel: string): Promise<Reply> {
  const asker = await askerIn(parts, speaker, channel, null);
  // What a channel gets is told in it to whoever is there; here, only to those who manage it.
  if (!asker.home.manages) return mayNot(parts, asker);
  const setting = { kind: 'verb', verb: 'preview', rest: '' } as const;
  const card = await answerSetting(parts.room, asker, setting);
  const name: Block = { type: 'text', lang: asker.lang, text: await nameOf(parts, asker) };
  return toPerson({ ...card, blocks: [name, ...card.blocks] });
}

async function askerIn(
  parts: HandlerParts,
  speaker: Speaker,
  channel: string,
  thread: string | null,
): Promise<Asker> {
  const { platform } = speaker.place;
  return {
    place: { platform, channel, thread },
    by: signature(speaker),
    lang: singleLanguage(parts, speaker),
    home: await speaker.homeOf(channel),
  };
}

/** An answer about a channel, which is named: it is read elsewhere, and its commands count there. */
async function told(parts: HandlerParts, asker: Asker, said: Said): Promise<Reply> {
  const channel = await nameOf(parts, asker);
  const hasCommands = said.lines.some((line) => line.includes('/digest '));
  const { typedThere } = languageOf(asker.lang).wording.home;
  const there = hasCommands ? [fillBlanks(typedThere, { channel })] : [];
  return toPerson(cardOf({ ...said, lines: [channel, ...said.lines, ...there] }, asker.lang));
}

/** How a channel is called: #earnings. */
async function nameOf({ room }: HandlerParts, { place, home, lang }: Asker): Promise<string> {
  const name = (await factsOf(room, place))?.name ?? home.name;
  if (name === null) return place.channel;
  return fillBlanks(languageOf(lang).wording.home.channel, { channel: name });
}

async function mayNot(parts: HandlerParts, asker: Asker): Promise<Reply> {
  const { unseen } = languageOf(asker.lang).wording.home;
  const { mayNot: words } = wordsOf(asker.lang);
  const lines = asker.home.name === null ? [words, unseen] : [words];
  return told(parts, asker, unchanged(asker.lang, ...lines));
}

function gone(parts: HandlerParts, speaker: Speaker): Reply {
  const lang = singleLanguage(parts, speaker);
  return toPerson(cardOf(unchanged(lang, languageOf(lang).wording.home.gone), lang));
}
