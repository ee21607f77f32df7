import type { App } from '@slack/bolt';
import type { z } from 'zod';
import type { Card, Subject } from '../../card/card.ts';
import type { Log } from '../../log.ts';
import type { Handlers, Place, Reply, Speaker } from '../platform.ts';
import { readButton } from './button.ts';
import { changed, changeEvents } from './changes.ts';
import * as slack from './client.ts';
import type { HomeOf } from './home.ts';
import { actionPrefix, formField, renderForm } from './render.ts';
import {
  ChannelChange,
  FormContext,
  MessageEvent,
  parseJson,
  Press,
  SlashCommand,
  Submission,
} from './schema.ts';

/** What the listeners work with. */
export interface Context {
  readonly client: slack.Client;
  readonly handlers: Handlers;
  readonly homeOf: HomeOf;
  readonly log: Log;
  /** Runs work that stopping waits for; its errors are logged. */
  readonly work: (name: string, task: () => Promise<void>) => Promise<void>;
}

/** Where a private answer goes: a URL Slack gave for it (works where the bot is no member), or the place. */
type Ear = { readonly url: string } | { readonly person: string };

/** Registers everything people can do. Each listener acknowledges at once and works after. */
export function listen(app: App, context: Context): void {
  const { work } = context;
  app.event('message', ({ body, context: { botUserId } }) =>
    work('message', () => heard(context, body, botUserId ?? '')),
  );
  app.event('app_mention', ({ body, context: { botUserId } }) =>
    work('mention', () => heard(context, body, botUserId ?? '')),
  );
  for (const type of changeEvents) {
    app.event(type, ({ body, context: { botUserId } }) =>
      work('change', async () => {
        const change = readAs(context, ChannelChange, body);
        if (change) await changed(context.handlers, context.homeOf, change, botUserId ?? '');
      }),
    );
  }
  app.command(/^\//, async ({ ack, body }) => {
    await ack();
    await work('command', () => commanded(context, body));
  });
  app.action(new RegExp(`^${actionPrefix}`), async ({ ack, body }) => {
    await ack();
    await work('press', () => pressed(context, body));
  });
  app.view(new RegExp(`^${actionPrefix}`), async ({ ack, body }) => {
    await ack();
    await work('form', () => submitted(context, body));
  });
}

async function heard(context: Context, body: unknown, bot: string): Promise<void> {
  const read = readAs(context, MessageEvent, body);
  if (!read) return;
  const { event, event_id: id } = read;
  const text = event.text ?? '';
  const direct = event.channel_type === 'im';
  const mentioned = event.type === 'app_mention' || (bot !== '' && text.includes(`<@${bot}>`));
  const inThread = event.thread_ts !== undefined && event.thread_ts !== event.ts;
  if (!event.user || event.user === bot || event.bot_id || !isSpoken(event.subtype)) return;
  if (!direct && !mentioned && !inThread) return;
  if (!(await isNew(context.handlers, `event:${id}`))) return;
  // A mention arrives twice, as message and as app_mention, under two event ids.
  if (!(await isNew(context.handlers, `message:${event.channel}:${event.ts}`))) return;
  const thread = event.thread_ts ?? (direct ? null : event.ts);
  const addressed = direct || mentioned;
  const speaker = { ...speakerOf(context, event.channel, thread, event.user), addressed };
  const reply = await context.handlers.question(speaker, wordsOf(text, bot), null);
  if (reply) await answer(context, speaker.place, reply, { person: event.user }, direct);
}

async function commanded(context: Context, body: unknown): Promise<void> {
  const command = readAs(context, SlashCommand, body);
  if (!command || !(await isNew(context.handlers, `command:${command.trigger_id}`))) return;
  const speaker = speakerOf(context, command.channel_id, null, command.user_id);
  const name = command.command.replace(/^\//, '');
  const reply = await context.handlers.command(speaker, name, wordsOf(command.text, ''));
  await answer(context, speaker.place, reply, { url: command.response_url });
}

async function pressed(context: Context, body: unknown): Promise<void> {
  const press = readAs(context, Press, body);
  if (!press || !(await isNew(context.handlers, `press:${press.trigger_id}`))) return;
  const { container, user, channel, response_url: url } = press;
  const [action] = press.actions;
  const button = readButton(action?.action_id ?? '', action?.value ?? '');
  if (!button) return;
  const within = threadOf(press);
  const thread = within ?? (container.is_ephemeral ? null : container.message_ts);
  const speaker = speakerOf(context, channel.id, thread, user.id);
  const result = await context.handlers.press(speaker, button.action, button.value);
  if (!('form' in result)) {
    // What a press makes public stands in the channel itself, a private answer beside the button.
    const beside = result.visibility === 'private' ? within : null;
    return answer(context, { ...speaker.place, thread: beside }, result, { url });
  }
  const form: FormContext = {
    channel: channel.id,
    thread,
    response_url: container.is_ephemeral ? url : null,
    subject: subjectOf(result.form.value, button.subject),
  };
  const view = renderForm(result.form, JSON.stringify(form));
  const opened = await slack.openForm(context.client.web, press.trigger_id, view);
  if (opened !== null) context.log.info({ platform: 'slack', reason: opened }, 'form not opened');
}

async function submitted(context: Context, body: unknown): Promise<void> {
  const sent = readAs(context, Submission, body);
  if (!sent || !(await isNew(context.handlers, `form:${sent.view.id}`))) return;
  const form = parseJson(FormContext, sent.view.private_metadata);
  const text = sent.view.state.values[formField.block]?.[formField.action]?.value ?? '';
  if (!form) return;
  const speaker = speakerOf(context, form.channel, form.thread, sent.user.id);
  const reply = await context.handlers.question(speaker, text, form.subject);
  if (!reply) return;
  const { response_url: url } = form;
  if (url === null) return answer(context, speaker.place, reply, { person: sent.user.id });
  // A card that one person alone sees is answered to that person alone.
  await answer(context, speaker.place, { ...reply, visibility: 'private' }, { url });
}

/** Sends a reply where it belongs; a public one that Slack refuses is told to the person alone. */
async function answer(
  context: Context,
  place: Place,
  reply: Reply,
  ear: Ear,
  direct = false,
): Promise<void> {
  const { card, visibility } = reply;
  if (visibility === 'private' && !direct) return tell(context, place, card, ear);
  const outcome = await slack.postAnswer(context.client, place, card);
  if (outcome.state !== 'posted') {
    context.log.info({ platform: 'slack', place, outcome }, 'answer not posted');
    if (outcome.state === 'refused') await tell(context, place, apology(card, outcome.reason), ear);
    return;
  }
  if (place.thread === null && card.subject) {
    await context.handlers.posted(outcome.ref, card.subject);
  }
}

async function tell(context: Context, place: Place, card: Card, ear: Ear): Promise<void> {
  const outcome =
    'url' in ear
      ? await slack.respond(context.client, ear.url, place, card)
      : await slack.whisper(context.client, place, ear.person, card);
  if (outcome.state === 'posted') return;
  context.log.info({ platform: 'slack', place, outcome }, 'private answer not shown');
}

/** The card that could not be posted, with the reason on top. */
function apology(card: Card, reason: string): Card {
  const lang = card.language === 'both' ? 'en' : card.language;
  return { ...card, blocks: [{ type: 'note', text: reason, lang }, ...card.blocks], buttons: [] };
}

/** The thread a pressed button stands in; the root of a thread names its own thread, but stands in the channel. */
function threadOf({ container, message }: Press): string | null {
  const thread = container.thread_ts ?? message?.thread_ts ?? null;
  return thread === container.message_ts ? null : thread;
}

/** What a form is about: the digest its value names, in the card's revision where it is the card's. */
function subjectOf(digest: string, of: Subject | null): Subject | null {
  if (digest === '' || digest === of?.digest) return of;
  return { digest, revision: 0 };
}

function speakerOf(
  { homeOf }: Context,
  channel: string,
  thread: string | null,
  person: string,
): Speaker {
  return {
    place: { platform: 'slack', channel, thread },
    person,
    language: null,
    addressed: true,
    home: () => homeOf(channel, person),
  };
}

/** Edits, deletions, joins and what bots write are not spoken to us. */
function isSpoken(subtype: string | undefined): boolean {
  return subtype === undefined || subtype === 'thread_broadcast' || subtype === 'file_share';
}

/** A person's words as they typed them: Slack sends mentions and links as <…>, and & < > as entities. */
function wordsOf(text: string, bot: string): string {
  return text
    .replaceAll(bot === '' ? /(?!)/g : new RegExp(`<@${bot}(?:\\|[^>]*)?>`, 'g'), ' ')
    .replaceAll(/<[^<>|]*\|([^<>]*)>/g, '$1')
    .replaceAll(/<([^<>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

function isNew(handlers: Handlers, key: string): Promise<boolean> {
  return handlers.once(`slack:${key}`);
}

function readAs<T>({ log }: Context, shape: z.ZodType<T>, body: unknown): T | null {
  const read = shape.safeParse(body);
  if (!read.success) log.debug({ platform: 'slack', issues: read.error.issues }, 'event not read');
  return read.data ?? null;
}
