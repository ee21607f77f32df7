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
  /** Resolves when the pictures that were left out are there too (true), or will not be; null where none was. */
  readonly late: Promise<boolean> | null;
}

/** The pictures of cards, each uploaded once as long as the process runs. */
export interface Pictures {
  /** What of the card's pictures Slack can show within seconds; what fails is left out. Never throws. */
  readonly of: (card: Card) => Promise<CardFiles>;
}

/** How long a post waits for its pictures, ms: a card goes out without them rather than late. */
export const picturePatience = 5_000;

/** Slack takes a while to make an uploaded file showable: how long it is asked, and how often, ms. */
const readyWithin = 60_000;
const between = 400;

/** File ids to remember; the oldest are uploaded again. */
const remembered = 500;

/** Uploads what `draw` draws; a post waits `patience` ms for it. */
export function createUploads(
  web: webApi.WebClient,
  draw: DrawPicture,
  log: Log,
  patience: number,
): Pictures {
  const files = new Map<string, Promise<string | null>>();

  async function fileFor(picture: Picture): Promise<string | null> {
    const { name, bytes } = await draw(picture.chart, 'light');
    const key = `${name} ${picture.alt}`;
    const known = files.get(key) ?? upload(picture, name, bytes);
    files.delete(key);
    files.set(key, known);
    const [oldest] = files.keys();
    if (files.size > remembered && oldest !== undefined) files.delete(oldest);
    return await known.catch((error: unknown) => {
      files.delete(key);
      throw error;
    });
  }

  async function upload(picture: Picture, name: string, bytes: Uint8Array): Promise<string> {
    const answer = await web.filesUploadV2({
      file: Buffer.from(bytes),
      filename: name,
      title: shortenText(picture.chart.title, limits.header),
      alt_text: shortenText(picture.alt, limits.altText),
    });
    const { id } = Uploaded.parse(answer);
    await untilReady(web, id);
    return id;
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
      const ids = new Map<Picture, string | null>();
      const jobs = picturesOf(card).map(async (picture) => {
        const id = await attempt(picture);
        ids.set(picture, id);
        return id !== null;
      });
      const all = Promise.all(jobs).then((done) => done.every(Boolean));
      const inTime = await Promise.race([
        all.then(() => true),
        pause(patience, false, { ref: false }),
      ]);
      const now = new Map(ids);
      return { fileOf: (picture) => now.get(picture) ?? null, late: inTime ? null : all };
    },
  };
}

/** Throws where Slack does not get the file ready. */
async function untilReady(web: webApi.WebClient, id: string): Promise<void> {
  for (const end = Date.now() + readyWithin; Date.now() < end; await pause(between)) {
    const { file } = FileInfo.parse(await web.files.info({ file: id }));
    if (file.mimetype) return;
  }
  throw new Error('Slack did not get the picture ready within a minute.');
}
