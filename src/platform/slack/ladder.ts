import type { Card } from '../../card/card.ts';
import { picturesOf } from '../../card/pictures.ts';
import type { FileOf } from './pictures.ts';
import { refusesBlocks } from './refusals.ts';
import { render, renderPlain, type SlackMessage } from './render.ts';

/**
 * Sends a card; where Slack does not take its blocks, the card without its pictures, and last in plain sections. Slack
 * did nothing with what it refused, so nothing is sent twice. Throws what `send` throws of anything else.
 */
export async function sendCard<T>(
  card: Card,
  fileOf: FileOf,
  send: (message: SlackMessage) => Promise<T>,
): Promise<T> {
  const shown = picturesOf(card).some((picture) => fileOf(picture) !== null);
  const plainer = [...(shown ? [() => render(card, () => null)] : []), () => renderPlain(card)];
  let message = render(card, fileOf);
  for (const next of plainer) {
    try {
      return await send(message);
    } catch (error) {
      if (!refusesBlocks(error)) throw error;
      message = next();
    }
  }
  return await send(message);
}
