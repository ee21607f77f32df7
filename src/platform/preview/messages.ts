import type { Card } from '../../card/card.ts';

/** One message of the preview as it is kept: a card of ours, or the text of a person. */
export interface PreviewMessage {
  readonly id: string;
  readonly channel: string;
  /** The message it stands under; null in the channel itself. */
  readonly thread: string | null;
  readonly author: 'kawaraban' | 'you';
  readonly visibility: 'channel' | 'private';
  /** The delivery's key, where it was posted by one. */
  readonly key: string | null;
  readonly card: Card | null;
  readonly text: string | null;
  /** Epoch ms. */
  readonly at: number;
}

/** Where the preview keeps its messages; `list` gives the oldest first. */
export interface PreviewMessages {
  list(channel: string): Promise<readonly PreviewMessage[]>;
  add(message: PreviewMessage): Promise<void>;
  update(id: string, card: Card): Promise<void>;
}

/** A channel of the preview. */
export interface PreviewChannel {
  readonly id: string;
  readonly name: string;
}
