import { randomUUID } from 'node:crypto';
import type { Card } from '../../card/card.ts';
import type { Log } from '../../log.ts';
import type {
  EditOutcome,
  FindOutcome,
  Place,
  Posted,
  PostOutcome,
  ProbeOutcome,
} from '../platform.ts';
import type { PreviewChannel, PreviewMessage, PreviewMessages } from './messages.ts';
import type { Watchers } from './watchers.ts';

/** What one message is made of before it is kept. */
export type Draft = Pick<PreviewMessage, 'channel' | 'thread' | 'author' | 'visibility'> &
  Partial<Pick<PreviewMessage, 'key' | 'card' | 'text'>>;

/** What stands in the preview's channels: kept by the store, shown to the open pages. */
export interface Board {
  readonly channels: readonly PreviewChannel[];
  list(channel: string): Promise<readonly PreviewMessage[]>;
  message(channel: string, id: string): Promise<PreviewMessage | null>;
  /** Keeps a message and shows it on every open page. */
  add(draft: Draft): Promise<PreviewMessage>;
  post(place: Place, card: Card, key: string): Promise<PostOutcome>;
  edit(ref: Posted, card: Card): Promise<EditOutcome>;
  find(place: Place, key: string, since: number): Promise<FindOutcome>;
  probe(place: Place): ProbeOutcome;
}

export interface BoardParts {
  readonly messages: PreviewMessages;
  readonly channels: readonly PreviewChannel[];
  readonly watchers: Watchers;
  readonly log: Log;
}

/** The board over a store of messages. */
export function createBoard(parts: BoardParts): Board {
  const { messages, channels, watchers, log } = parts;
  const board: Board = {
    channels,
    list: (channel) => messages.list(channel),
    message: async (channel, id) =>
      (await messages.list(channel)).find((message) => message.id === id) ?? null,
    add: async (draft) => {
      const message = {
        key: null,
        card: null,
        text: null,
        ...draft,
        id: randomUUID(),
        at: Date.now(),
      };
      await messages.add(message);
      watchers.tell(message);
      return message;
    },
    post: (place, card, key) => unlessLost('post', () => post(board, place, card, key)),
    edit: (ref, card) => unlessLost('edit', () => edit(parts, board, ref, card)),
    find: async (place, key, since) => {
      const outcome = await unlessLost('find', async () => {
        const all = await messages.list(place.channel);
        return {
          state: 'looked',
          message: all.find((m) => m.key === key && m.at >= since),
        } as const;
      });
      if (outcome.state === 'unknown') return { state: 'cannot_tell', reason: outcome.reason };
      return outcome.message ? { state: 'found', ref: refOf(outcome.message) } : { state: 'none' };
    },
    probe: (place) =>
      has(channels, place.channel)
        ? { state: 'can' }
        : {
            state: 'cannot',
            reason: unknownChannel(place.channel),
            grant: grant(channels),
            scope: 'channel',
          },
  };

  /** The store may fail at any time; what then became of the message is not known. */
  async function unlessLost<Outcome>(
    doing: string,
    work: () => Promise<Outcome>,
  ): Promise<Outcome | { state: 'unknown'; reason: string }> {
    try {
      return await work();
    } catch (err) {
      log.error({ err, doing }, 'the preview’s messages cannot be reached');
      return {
        state: 'unknown',
        reason: 'The store of the preview’s messages failed; see the log.',
      };
    }
  }
  return board;
}

async function post(board: Board, place: Place, card: Card, key: string): Promise<PostOutcome> {
  if (!has(board.channels, place.channel)) return refused(unknownChannel(place.channel));
  const all = await board.list(place.channel);
  const before = all.find((message) => message.key === key);
  if (before) return { state: 'posted', ref: refOf(before) };
  if (place.thread !== null && !all.some((message) => message.id === place.thread)) {
    return refused(`There is no message ${place.thread} in ${place.channel} to post under.`);
  }
  const { channel, thread } = place;
  const message = await board.add({
    channel,
    thread,
    author: 'kawaraban',
    visibility: 'channel',
    key,
    card,
  });
  return { state: 'posted', ref: refOf(message) };
}

async function edit(
  { messages, watchers }: BoardParts,
  board: Board,
  ref: Posted,
  card: Card,
): Promise<EditOutcome> {
  const message = await board.message(ref.place.channel, ref.message);
  if (message?.card == null)
    return refused(`There is no card ${ref.message} in ${ref.place.channel}.`);
  await messages.update(message.id, card);
  watchers.tell({ ...message, card });
  return { state: 'posted', ref: refOf(message) };
}

/** How the rest of kawaraban names a message of the preview. */
export function refOf(message: PreviewMessage): Posted {
  const { channel, thread } = message;
  return { place: { platform: 'preview', channel, thread }, message: message.id };
}

function has(channels: readonly PreviewChannel[], id: string): boolean {
  return channels.some((channel) => channel.id === id);
}

function refused(reason: string): PostOutcome {
  return { state: 'refused', reason, retryAfter: null, scope: 'channel' };
}

function unknownChannel(id: string): string {
  return `The preview has no channel ${id}.`;
}

function grant(channels: readonly PreviewChannel[]): string {
  const names = channels.map((channel) => channel.id).join(', ') || 'none yet';
  return `Use one of the preview’s channels (${names}), or name this one for preview in subscriptions.yaml.`;
}
