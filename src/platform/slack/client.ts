import { setTimeout as pause } from 'node:timers/promises';
import type { types, webApi } from '@slack/bolt';
import type { Card } from '../../card/card.ts';
import type { Log } from '../../log.ts';
import type { EditOutcome, Place, Posted, PostOutcome, ProbeOutcome } from '../platform.ts';
import { deliveryMetadata } from './find.ts';
import { sendCard } from './ladder.ts';
import type { FileOf, Pictures } from './pictures.ts';
import { AnswerRefused, type Refusal, refusalOf, wordsFor } from './refusals.ts';
import type { SlackMessage } from './render.ts';
import { Conversation, parseJson, ResponseError, Sent } from './schema.ts';
import { channelIn, whereIs } from './where.ts';

/** The longest a call to Slack may take, ms. */
const callTimeout = 10_000;

/** How long an answer waits where Slack says "too many", ms. */
const longestAnswerWait = 30_000;

/** The API, and the files that pictures of cards become. */
export interface Client {
  readonly web: webApi.WebClient;
  readonly pictures: Pictures;
  readonly log: Log;
  /** Runs what goes on after an answer was given. */
  readonly later: (task: () => Promise<void>) => void;
}

/** Options that never send a call twice: a lost answer with retries on became two messages. */
export function clientOptions(apiUrl: string): webApi.WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    timeout: callTimeout,
    rejectRateLimitedCalls: true,
  };
}

/**
 * Posts the card once, with the key in its metadata. Pictures that Slack has not ready in time are added when they
 * are. Never throws.
 */
export async function post(
  client: Client,
  place: Place,
  card: Card,
  key: string,
): Promise<PostOutcome> {
  const { fileOf, late } = await client.pictures.of(card);
  try {
    const { ts: message, channel } = await sent(client.web, place, card, key, fileOf);
    // What is posted to a person stands in their direct messages: there it is edited, and answered in its thread.
    const ref = {
      place: { ...place, channel: channelIn(whereIs(place.channel).workspace, channel) },
      message,
    };
    if (late !== null) client.later(() => addLate(client, ref, card, late));
    return { state: 'posted', ref };
  } catch (error) {
    return failed(error);
  }
}

async function addLate(client: Client, ref: Posted, card: Card, late: Promise<boolean>) {
  if (!(await late)) return;
  const outcome = await edit(client, ref, card);
  if (outcome.state !== 'posted')
    client.log.info({ platform: 'slack', outcome }, 'picture not added to its card');
}

/** Where the new message stands. */
async function sent(
  web: webApi.WebClient,
  place: Place,
  card: Card,
  key: string,
  fileOf: FileOf,
): Promise<Sent> {
  const answer = await sendCard(card, fileOf, (message) =>
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's, not a window's
    web.chat.postMessage(messageOf(place, message, key)),
  );
  return Sent.parse(answer);
}

/** Posts an answer: waits once where Slack asks for it. Never throws. */
export async function postAnswer(
  client: Client,
  place: Place,
  card: Card,
  key: string,
): Promise<PostOutcome> {
  const outcome = await post(client, place, card, key);
  const wait = outcome.state === 'refused' ? outcome.retryAfter : null;
  if (wait === null || wait > longestAnswerWait) return outcome;
  await pause(wait);
  return post(client, place, card, key);
}

/** Shows the card to one person in the channel or thread. Never throws. */
export async function whisper(
  client: Client,
  place: Place,
  person: string,
  card: Card,
): Promise<PostOutcome> {
  const { fileOf } = await client.pictures.of(card);
  try {
    const answer = await sendCard(card, fileOf, (message) =>
      client.web.chat.postEphemeral({
        ...pick(place),
        user: person,
        ...message,
        ...inert,
        ...(place.thread === null ? {} : { thread_ts: place.thread }),
      }),
    );
    return { state: 'posted', ref: { place, message: answer.message_ts ?? '' } };
  } catch (error) {
    return failed(error);
  }
}

/**
 * Shows the card to the person whom Slack gave the URL for; this works where the bot is no member.
 * Never throws. (Bolt's own respond() waits for ever.)
 */
export async function respond(
  client: Client,
  url: string,
  place: Place,
  card: Card,
): Promise<PostOutcome> {
  const { fileOf } = await client.pictures.of(card);
  try {
    await sendCard(card, fileOf, (message) => respondOnce(url, place, message));
    return { state: 'posted', ref: { place, message: '' } };
  } catch (error) {
    return failed(error);
  }
}

/** Throws AnswerRefused where Slack does not take it; a refusal may come with the status of an answer taken. */
async function respondOnce(url: string, place: Place, message: SlackMessage): Promise<void> {
  const thread = place.thread === null ? {} : { thread_ts: place.thread };
  const body = { response_type: 'ephemeral', replace_original: false, ...thread, ...message };
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(callTimeout),
  });
  const code = codeIn(await answer.text());
  if (!answer.ok || code !== null) throw new AnswerRefused(answer.status, code);
}

/** The error that an answer tells of, as JSON or as a bare word; null where it tells of none. */
function codeIn(text: string): string | null {
  const told = parseJson(ResponseError, text)?.error ?? text.trim();
  return /^[a-z_]+_[a-z_]+$/.test(told) ? told : null;
}

/** Opens a modal within the 3 s that a trigger lives; why not, or null when it is open. Never throws. */
export async function openForm(
  client: webApi.WebClient,
  trigger: string,
  view: types.ModalView,
): Promise<string | null> {
  try {
    await client.views.open({ trigger_id: trigger, view });
    return null;
  } catch (error) {
    return refusalOf(error).reason;
  }
}

/** Replaces the card of a message; its key stays unless there is another. Never throws. */
export async function edit(
  client: Client,
  ref: Posted,
  card: Card,
  key: string | null = null,
): Promise<EditOutcome> {
  const { fileOf } = await client.pictures.of(card);
  try {
    await sendCard(card, fileOf, (message) =>
      client.web.chat.update({
        ...pick(ref.place),
        ts: ref.message,
        ...message,
        ...inert,
        ...(key === null ? {} : keyed(key)),
      }),
    );
    return { state: 'posted', ref };
  } catch (error) {
    return failed(error);
  }
}

/** Takes a message of ours away; one that is gone is none. Never throws. */
export async function remove(client: Client, ref: Posted): Promise<void> {
  try {
    await client.web.chat.delete({ ...pick(ref.place), ts: ref.message });
  } catch (error) {
    const { reason } = refusalOf(error);
    client.log.info({ platform: 'slack', reason }, 'message not taken away');
  }
}

/** Whether the bot is in the channel, and in words what to grant when not. Never throws. */
export async function probe(client: webApi.WebClient, place: Place): Promise<ProbeOutcome> {
  try {
    const answer = await client.conversations.info(pick(place));
    const { channel } = Conversation.parse(answer);
    if (channel.is_archived) return cannot('is_archived');
    return channel.is_member || channel.is_im ? { state: 'can' } : cannot('not_in_channel');
  } catch (error) {
    return notProbed(refusalOf(error));
  }
}

/** What a look that did not go through says of a place; a wait says nothing against the token. */
export function notProbed({ reason, grant, scope, retryAfter }: Refusal): ProbeOutcome {
  return { state: 'cannot', reason, grant, scope: retryAfter === null ? scope : 'channel' };
}

function messageOf(place: Place, message: SlackMessage, key: string) {
  return {
    ...pick(place),
    ...message,
    ...inert,
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    ...(place.thread === null ? {} : { thread_ts: place.thread }),
    ...keyed(key),
  } satisfies webApi.ChatPostMessageArguments;
}

function keyed(key: string) {
  return { metadata: { event_type: deliveryMetadata, event_payload: { key } } };
}

/** The channel as Slack's methods name it. */
function pick(place: Place): { channel: string } {
  return { channel: whereIs(place.channel).channel };
}

/** Slack's own reading of names and links in `text` stays off. */
const inert = { parse: 'none', link_names: false } as const;

function cannot(code: string): ProbeOutcome {
  return { state: 'cannot', ...wordsFor(code), scope: 'channel' };
}

function failed(error: unknown): PostOutcome {
  return notPosted(refusalOf(error));
}

/** What a post that did not go through comes to. */
export function notPosted({ state, retryAfter, scope, ...words }: Refusal): PostOutcome {
  const reason = sentence(words);
  return state === 'unknown' ? { state, reason } : { state, reason, retryAfter, scope };
}

function sentence({ reason, grant }: { reason: string; grant: string }): string {
  return `${reason} ${grant}`;
}
