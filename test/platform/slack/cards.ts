import type { Block, Card, FigureRow } from '../../../src/card/card.ts';
import { render } from '../../../src/platform/slack/render.ts';
import { sampleCard } from '../contract.ts';
import { judge } from './judge.ts';
import { pingsOf, SightMessage, wordsSeen } from './sight.ts';

/** A card of these blocks, in Japanese. */
export function cardOf(blocks: readonly Block[], title = 'メタ 2023年第2四半期'): Card {
  return { ...sampleCard(title), blocks };
}

/** A figure of these words. */
export function figure(label: string, value: string, details: readonly string[] = []): FigureRow {
  return { label, value, details, verdict: null, figure: label, quote: value };
}

/** The fields that every post has beside its text and blocks. */
export const sent = {
  channel: 'C1',
  mrkdwn: 'false',
  unfurl_links: 'false',
  unfurl_media: 'false',
};

/** What Slack would refuse of a card's message. */
export function complaintsOf(of: Card): string[] {
  return judge('chat.postMessage', { ...sent, ...render(of) });
}

/** All words that a person reads of it. */
export function seen(of: Card): string {
  return wordsSeen(SightMessage.parse(render(of)));
}

/** What of it is alive. */
export function pings(of: Card): string[] {
  return pingsOf(SightMessage.parse(render(of)));
}
