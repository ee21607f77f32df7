import type { Generated } from 'kysely';

/** What a delivery has come to; `sending` is held by one worker under a lease. */
export const deliveryStates = ['pending', 'sending', 'posted', 'failed', 'unknown'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface DeliveriesTable {
  readonly seq: Generated<number>;
  readonly key: string;
  readonly subscription: string;
  readonly slot: string;
  readonly platform: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly digest: string;
  readonly revision: number;
  /** JSON. */
  readonly card: string;
  readonly state: DeliveryState;
  readonly owner: string | null;
  readonly lease_until: number | null;
  readonly attempt: number;
  readonly lookups: number;
  readonly not_before: number;
  readonly first_sent_at: number | null;
  /** JSON. */
  readonly message_ref: string | null;
  /** The key of the delivery that it corrects. */
  readonly corrects: string | null;
  /** How often in a row its channel was found to take no posts. */
  readonly blocks: Generated<number>;
  readonly reason: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface MessagesTable {
  readonly seq: Generated<number>;
  readonly id: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly author: string;
  readonly visibility: string;
  readonly key: string | null;
  /** JSON. */
  readonly card: string | null;
  readonly text: string | null;
  readonly at: number;
}

/** Every table as both databases have it: text, integers, epoch milliseconds, JSON as text. */
export interface Tables {
  readonly arrivals: {
    readonly digest: string;
    readonly revision: number;
    readonly first_seen_at: number;
  };
  readonly subscriptions_seen: { readonly id: string; readonly since: number };
  readonly marks: { readonly name: string; readonly value: number };
  readonly deliveries: DeliveriesTable;
  readonly conversations: {
    readonly thread: string;
    readonly digest: string;
    readonly revision: number;
    readonly at: number;
  };
  readonly turns: {
    readonly seq: Generated<number>;
    readonly thread: string;
    readonly question: string;
    readonly answer: string;
    readonly at: number;
  };
  readonly seen_keys: { readonly key: string; readonly seen_at: number };
  readonly preview_messages: MessagesTable;
}
