import { setTimeout as pause } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import type { Card, Picture } from '../../card/card.ts';
import { picturesOf } from '../../card/pictures.ts';
import { shortenText } from '../../card/split.ts';
import type { Log } from '../../log.ts';
import type { DrawPicture } from '../platform.ts';
import { limits } from './limits.ts';
import { FileInfo, Uploaded } from './schema.ts';

/** The id of the file that a picture became; null where it has none (yet). */
export type FileOf = (picture: Picture) => string | null;

/** A card's pictures as files of Slack's. */
interface CardFiles {
  readonly fileOf: FileOf;
  /** Resolves to whether a picture that was left out is there after all; null where none was. */
  readonly late: Promise<boolean> | null;
}

/** The pictures of cards, each uploaded once as long as the process runs. */
export interface Pictures {
  /** What of the card's pictures Slack can show within seconds; what fails is left out. Never throws. */
  readonly of: (card: Card) => Promise<CardFiles>;
}

/** How long a post waits for its pictures, ms: a card goes out without them rather than late. */
export const picturePatience = 5_000;

/**
 * Slack takes a while to make an uploaded file showable. How long it is asked, and the first wait, ms; each wait is
 * longer than the one before, as files.info may be called a hundred times a minute in all.
 */
const readyWithin = 60_000;
const firstWait = 400;

/** File ids to remember; the oldest are uploaded again. */
const remembered = 500;

/** Uploads what `draw` draws; a post waits `patience` ms for it. */
export function createUploads(
  web: webApi.WebClient,
  draw: DrawPicture,
  log: Log,
  patience: number,
): Pictures {
  // Apart, so that a file that was uploaded is not uploaded again because Slack would not tell whether it is ready.
  const uploads = createMemory<string>();
  const ready = createMemory<string>();

  async function fileFor(picture: Picture): Promise<string> {
    const { name, bytes } = await draw(picture.chart, 'light');
    const key = `${name} ${picture.alt}`;
    return await ready(key, async () => {
      const id = await uploads(key, () => upload(picture, name, bytes));
      await untilReady(web, id);
      return id;
    });
  }

  async function upload(picture: Picture, name: string, bytes: Uint8Array): Promise<string> {
    const answer = await web.filesUploadV2({
      file: Buffer.from(bytes),
      filename: name,
      title: shortenText(picture.chart.title, limits.header),
      alt_text: shortenText(picture.alt, limits.altText),
    });
    return Uploaded.parse(answer).id;
  }

  async function attempt(picture: Picture): Promise<string | null> {
    try {
      return await fileFor(picture);
    } catch (err) {
      log.warn({ platform: 'slack', err }, 'card without its picture');
      return null;
    }
  }

  return {
    async of(card) {
      const ids = new Map<Picture, string>();
      const jobs = picturesOf(card).map(async (picture) => {
        const id = await attempt(picture);
        if (id !== null) ids.set(picture, id);
      });
      const all = Promise.all(jobs);
      const inTime = await Promise.race([
        all.then(() => true),
        pause(patience, false, { ref: false }),
      ]);
      const now = new Map(ids);
      return {
        fileOf: (picture) => now.get(picture) ?? null,
        late: inTime ? null : all.then(() => ids.size > now.size),
      };
    },
  };
}

/** Remembers what was made by its key, while it is made too; what failed is made again the next time. */
function createMemory<T>(): (key: string, make: () => Promise<T>) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return async (key, make) => {
    const known = made.get(key) ?? make();
    made.delete(key);
    made.set(key, known);
    const [oldest] = made.keys();
    if (made.size > remembered && oldest !== undefined) made.delete(oldest);
    try {
      return await known;
    } catch (error) {
      made.delete(key);
      throw error;
    }
  };
}

/** Throws where Slack does not get the file ready. */
async function untilReady(web: webApi.WebClient, id: string): Promise<void> {
  const end = Date.now() + readyWithin;
  for (let wait = firstWait; Date.now() < end; wait *= 1.5) {
    const { file } = FileInfo.parse(await web.files.info({ file: id }));
    if (file.mimetype) return;
    await pause(wait);
  }
  throw new Error('Slack did not get the picture ready within a minute.');
}
