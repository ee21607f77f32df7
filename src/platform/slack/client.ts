import { setTimeout as pause } from 'node:timers/promises';
import type { types, webApi } from '@slack/bolt';
import type { Card } from '../../card/card.ts';
import { picturesOf } from '../../card/pictures.ts';
import type { Log } from '../../log.ts';
import type { EditOutcome, Place, Posted, PostOutcome, ProbeOutcome } from '../platform.ts';
import { deliveryMetadata } from './find.ts';
import type { FileOf, Pictures } from './pictures.ts';
import { isInvalidBlocks, type Refusal, refusalOf, wordsFor } from './refusals.ts';
import { render } from './render.ts';
import { Conversation, Sent } from './schema.ts';
import { whereIs } from './where.ts';

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
    const ref = { place, message: await sent(client.web, place, card, key, fileOf) };
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

/** The ts of the new message. */
async function sent(
  web: webApi.WebClient,
  place: Place,
  card: Card,
  key: string,
  fileOf: FileOf,
): Promise<string> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's, not a window's
  const send = (files: FileOf) => web.chat.postMessage(messageOf(place, card, key, files));
  return Sent.parse(await withoutRefusedPictures(card, fileOf, send)).ts;
}

/** Sends a card; one whose picture Slack does not take is sent without it: Slack did nothing with the first. */
async function withoutRefusedPictures<T>(
  card: Card,
  fileOf: FileOf,
  send: (fileOf: FileOf) => Promise<T>,
): Promise<T> {
  try {
    return await send(fileOf);
  } catch (error) {
    const shown = picturesOf(card).some((picture) => fileOf(picture) !== null);
    if (!shown || !isInvalidBlocks(error)) throw error;
    return await send(() => null);
  }
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
    const answer = await withoutRefusedPictures(card, fileOf, (files) =>
      client.web.chat.postEphemeral({
        ...pick(place),
        user: person,
        ...render(card, files),
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
    const first = await respondOnce(url, place, card, fileOf);
    const shown = picturesOf(card).some((picture) => fileOf(picture) !== null);
    // Slack tells no more than a status where it does not take the blocks.
    const refused = !first.ok && first.status < 500;
    const answer = refused && shown ? await respondOnce(url, place, card, () => null) : first;
    if (answer.ok) return { state: 'posted', ref: { place, message: '' } };
    const reason = `Slack refused a private answer with HTTP status ${answer.status}.`;
    return { state: 'refused', reason, retryAfter: null, scope: 'channel' };
  } catch (error) {
    return failed(error);
  }
}

function respondOnce(url: string, place: Place, card: Card, fileOf: FileOf): Promise<Response> {
  const thread = place.thread === null ? {} : { thread_ts: place.thread };
  const message = render(card, fileOf);
  const body = { response_type: 'ephemeral', replace_original: false, ...thread, ...message };
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(callTimeout),
  });
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
    await withoutRefusedPictures(card, fileOf, (files) =>
      client.web.chat.update({
        ...pick(ref.place),
        ts: ref.message,
        ...render(card, files),
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

function messageOf(place: Place, card: Card, key: string, fileOf: FileOf) {
  return {
    ...pick(place),
    ...render(card, fileOf),
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
