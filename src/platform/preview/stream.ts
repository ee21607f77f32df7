import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { Log } from '../../log.ts';
import type { Board } from './board.ts';
import { type Drawing, announcement, messageRow, threadLink } from './message-html.ts';
import type { Change, Watchers } from './watchers.ts';

/** What a stream of a channel's changes is made of. */
export interface Stream {
  readonly board: Board;
  readonly watchers: Watchers;
  readonly log: Log;
  readonly channel: string;
  /** How the open page draws. */
  readonly drawing: Omit<Drawing, 'all'>;
  /** The revision the page was drawn at. */
  readonly seen: string;
}

/** Server-sent events of one channel: `message` for each change, `stale` when the page has missed some. */
export function changes(
  c: Context,
  { board, watchers, log, channel, drawing, seen }: Stream,
): Response {
  const failed = (err: unknown) =>
    log.error({ err }, 'a message could not be shown on an open page');
  return streamSSE(
    c,
    async (stream) => {
      const over = Promise.withResolvers<void>();
      let order = Promise.resolve();
      const leave = watchers.join({
        channel,
        tell: (change) => {
          order = order.then(() => send(stream, board, drawing, change)).catch(failed);
        },
        close: over.resolve,
      });
      stream.onAbort(over.resolve);
      const revision = watchers.revision();
      await stream.writeSSE({
        event: seen === revision ? 'ready' : 'stale',
        id: revision,
        data: '',
      });
      await over.promise;
      leave();
    },
    async (err) => log.error({ err }, 'the stream of changes broke'),
  );
}

async function send(
  stream: SSEStreamingApi,
  board: Board,
  page: Stream['drawing'],
  { message, revision }: Change,
): Promise<void> {
  const drawing = { ...page, all: await board.list(message.channel) };
  const root = drawing.all.find(({ id }) => id === message.thread);
  const data = {
    id: message.id,
    thread: message.thread,
    row: messageRow(drawing, message).toString(),
    link: (root && threadLink(drawing, root)?.toString()) ?? null,
    announce: message.author === 'kawaraban' ? announcement(message, page.language) : null,
  };
  await stream.writeSSE({ event: 'message', id: revision, data: JSON.stringify(data) });
}
