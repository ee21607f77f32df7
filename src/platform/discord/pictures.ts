import type { Card, Picture } from '../../card/card.ts';
import { picturesOf } from '../../card/pictures.ts';
import type { Log } from '../../log.ts';
import type { DrawPicture } from '../platform.ts';
import type { Payload } from './payload.ts';
import { codeOf } from './outcomes.ts';
import { fileName, renderMessages } from './render.ts';

/** A file that goes with a message. */
export interface MessageFile {
  readonly name: string;
  readonly data: Uint8Array;
}

/** A message with the files that its attachments name, in their order. */
export interface Sending {
  readonly payload: Payload;
  readonly files: readonly MessageFile[];
}

/** Makes a card's messages with their pictures; a picture that cannot be drawn is left out. Never throws. */
export type DrawMessages = (card: Card) => Promise<readonly Sending[]>;

export function createDrawMessages(draw: DrawPicture, log: Log): DrawMessages {
  async function drawn(picture: Picture): Promise<readonly [Picture, Uint8Array][]> {
    try {
      return [[picture, (await draw(picture.chart, 'dark')).bytes]];
    } catch (err) {
      log.warn({ platform: 'discord', err }, 'card without its picture');
      return [];
    }
  }

  return async (card) => {
    const bytes = new Map((await Promise.all(picturesOf(card).map(drawn))).flat());
    const byName = new Map([...bytes].map(([picture, data]) => [fileName(card, picture), data]));
    return renderMessages(card, (picture) => bytes.has(picture)).map((payload) => ({
      payload,
      files: payload.attachments.flatMap(({ filename }) => {
        const data = byName.get(filename);
        return data ? [{ name: filename, data }] : [];
      }),
    }));
  };
}

/**
 * Sends a message; where Discord does not let the bot attach files there, or not one so large, the same without
 * pictures: Discord did nothing with the first. Throws the API client's errors.
 */
export async function withOrWithoutPictures<T>(
  sending: Sending,
  send: (sending: Sending) => Promise<T>,
): Promise<T> {
  try {
    return await send(sending);
  } catch (error) {
    if (sending.files.length === 0 || !fileRefusals.includes(codeOf(error) ?? 0)) throw error;
    return await send(withoutPictures(sending));
  }
}

/** Missing permissions; a request that is too large (doc: JSON Error Codes). */
const fileRefusals = [50_013, 40_005];

function withoutPictures({ payload }: Sending): Sending {
  const components = payload.components.map((container) => ({
    ...container,
    components: container.components.filter(({ type }) => type !== 12),
  }));
  return { payload: { ...payload, components, attachments: [] }, files: [] };
}
