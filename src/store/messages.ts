import type { Database } from './database.ts';
import { parsed, storable } from './rows.ts';

/** A message of the preview; its card is any JSON. */
export interface PreviewMessage {
  readonly id: string;
  readonly channel: string;
  /** The message it stands under; null for the channel itself. */
  readonly thread: string | null;
  readonly author: 'kawaraban' | 'you';
  readonly visibility: 'channel' | 'private';
  /** The delivery it was posted for; null for everything else. */
  readonly key: string | null;
  readonly card: unknown;
  readonly text: string | null;
  /** Epoch ms. */
  readonly at: number;
}

/** What stands in the preview's channels. */
export interface PreviewMessages {
  /** Everything of a channel, its threads included, oldest first. */
  list(channel: string): Promise<readonly PreviewMessage[]>;
  add(message: PreviewMessage): Promise<void>;
  /** Replaces a message's card. */
  update(id: string, card: unknown): Promise<void>;
}

/** The preview messages of a store. */
export function messagesOf({ db }: Database): PreviewMessages {
  return {
    async list(channel) {
      const rows = await db
        .selectFrom('preview_messages')
        .select(['id', 'channel', 'thread', 'author', 'visibility', 'key', 'card', 'text', 'at'])
        .where('channel', '=', channel)
        .orderBy('seq')
        .execute();
      return rows.map(({ author, visibility, card, ...rest }) => ({
        ...rest,
        author: author === 'you' ? 'you' : 'kawaraban',
        visibility: visibility === 'private' ? 'private' : 'channel',
        card: parsed(card),
      }));
    },
    async add({ card, text, ...rest }) {
      await db
        .insertInto('preview_messages')
        .values({
          ...rest,
          card: card === null ? null : JSON.stringify(card),
          text: text === null ? null : storable(text),
        })
        .execute();
    },
    async update(id, card) {
      await db
        .updateTable('preview_messages')
        .set({ card: JSON.stringify(card) })
        .where('id', '=', id)
        .execute();
    },
  };
}
