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
  /** Of the table of cards. */
  readonly card_id: string;
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
  /** 1 where nobody is to be notified. */
  readonly silent: Generated<number>;
  /** The key of the delivery whose merged card carries this digest: it is not sent itself. */
  readonly carried_by: string | null;
  readonly reason: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

/** A due moment of a subscription: planned at it, or missed for good. */
export interface SlotsTable {
  readonly subscription: string;
  readonly slot: string;
  readonly at: number;
  readonly state: 'planned' | 'missed';
}

/** What is known of a channel from its platform. */
export interface ChannelsTable {
  readonly platform: string;
  readonly channel: string;
  readonly name: string | null;
  readonly language: string | null;
  /** IANA. */
  readonly zone: string | null;
  readonly state: 'open' | 'closed' | 'gone';
  /** The id it has now, where the platform gave it another; it is then gone itself. */
  readonly moved_to: string | null;
  /** Which messages in the threads of its cards are questions; null for the operator's default. */
  readonly hears: string | null;
  readonly at: number;
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
    /** In which it arrived; below zero the one in which it was withdrawn after that. */
    readonly revision: number;
    readonly first_seen_at: number;
  };
  readonly subscriptions_seen: {
    readonly id: string;
    readonly since: number;
    /** Digests that arrived until then are planned or missed; null before the first plan. */
    readonly planned_until: number | null;
  };
  readonly slots: SlotsTable;
  /** What channels subscribed by command; `spec` is an entry as subscriptions.yaml has them, as JSON. */
  readonly subscriptions: {
    readonly id: string;
    readonly platform: string;
    readonly channel: string;
    readonly spec: string;
    readonly by: string;
    readonly at: number;
  };
  /** `all`, or `slack/C0123456789`. */
  readonly pauses: { readonly scope: string; readonly by: string; readonly at: number };
  readonly channels: ChannelsTable;
  /** Who did what, and when. */
  readonly acts: {
    readonly seq: Generated<number>;
    readonly what: string;
    readonly target: string;
    readonly by: string;
    readonly at: number;
  };
  /** Workers that share the platforms' limits; platforms as JSON. */
  readonly workers: {
    readonly owner: string;
    readonly platforms: string;
    readonly seen_at: number;
  };
  /** Cards by the hash of their JSON. */
  readonly cards: { readonly id: string; readonly card: string };
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
  /** What was heard and is not yet answered. */
  readonly inbox: {
    readonly id: string;
    readonly platform: string;
    /** JSON. */
    readonly heard: string;
    readonly owner: string;
    readonly lease_until: number;
    readonly attempt: number;
    readonly at: number;
  };
  readonly installations: {
    readonly platform: string;
    readonly workspace: string;
    readonly name: string;
    /** Sealed. */
    readonly secret: string;
    readonly at: number;
  };
  readonly people: {
    readonly platform: string;
    readonly person: string;
    readonly language: string;
    readonly at: number;
  };
  /** The questions of the last while, to count them. */
  readonly asks: {
    readonly platform: string;
    readonly channel: string;
    readonly person: string;
    readonly at: number;
  };
  readonly kept: { readonly id: string; readonly what: string; readonly at: number };
  readonly reports: {
    readonly seq: Generated<number>;
    readonly digest: string;
    readonly revision: number;
    readonly text: string;
    readonly platform: string;
    readonly channel: string;
    readonly by: string;
    readonly at: number;
  };
  readonly revisions: {
    readonly digest: string;
    readonly revision: number;
    readonly json: string;
    readonly at: number;
  };
  readonly manifests: {
    readonly platform: string;
    /** JSON. */
    readonly commands: string;
    readonly at: number;
  };
  readonly preview_messages: MessagesTable;
}
