import type { Selectable } from 'kysely';
import { z } from 'zod';
import { parsed } from './rows.ts';
import type { DeliveriesTable, DeliveryState } from './tables.ts';

/** A channel or thread of a platform. */
export interface StoredPlace {
  readonly platform: string;
  readonly channel: string;
  readonly thread: string | null;
}

/** Where a posted message stands. */
export interface StoredMessage {
  readonly place: StoredPlace;
  readonly message: string;
}

/** The slot of a delivery that gives a message its card anew. */
export const editSlot = 'correction';

/** One post to be made, as planned. */
export interface NewDelivery {
  /** Unique: a second delivery with this key is never stored. */
  readonly key: string;
  readonly subscription: string;
  /** The moment it belongs to, in words: `on arrival`, `2026-11-02T08:30[Asia/Tokyo]`. */
  readonly slot: string;
  readonly place: StoredPlace;
  readonly digest: string;
  readonly revision: number;
  /** Any JSON. */
  readonly card: unknown;
  /** The key of the delivery it corrects: an edit of `message` in the slot for edits, else a notice under it. */
  readonly corrects?: string | null;
  readonly message?: StoredMessage | null;
  /** True where nobody is to be notified. */
  readonly silent?: boolean;
  /** The key of the delivery whose merged card carries this digest; this one is then never sent itself. */
  readonly carriedBy?: string | null;
}

/** One post with what has come of it; times in epoch ms. */
export interface Delivery extends NewDelivery {
  readonly corrects: string | null;
  readonly silent: boolean;
  readonly carriedBy: string | null;
  readonly state: DeliveryState;
  readonly owner: string | null;
  readonly leaseUntil: number | null;
  /** How often it was sent. */
  readonly attempt: number;
  /** How often its channel was searched for it. */
  readonly lookups: number;
  readonly notBefore: number;
  readonly firstSentAt: number | null;
  readonly message: StoredMessage | null;
  /** How often in a row its channel was found to take no posts; 0 where it is not held for that. */
  readonly blocks: number;
  /** Why it is not posted (yet). */
  readonly reason: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A message as rows hold it. */
export const Message = z.object({
  place: z.object({ platform: z.string(), channel: z.string(), thread: z.string().nullable() }),
  message: z.string(),
});

/** A row of the table as a delivery, with its card's JSON. */
export function delivery(row: Selectable<DeliveriesTable> & { readonly card: string }): Delivery {
  return {
    key: row.key,
    subscription: row.subscription,
    slot: row.slot,
    place: { platform: row.platform, channel: row.channel, thread: row.thread },
    digest: row.digest,
    revision: row.revision,
    card: parsed(row.card),
    corrects: row.corrects,
    silent: row.silent === 1,
    carriedBy: row.carried_by,
    state: row.state,
    owner: row.owner,
    leaseUntil: row.lease_until,
    attempt: row.attempt,
    lookups: row.lookups,
    notBefore: row.not_before,
    firstSentAt: row.first_sent_at,
    message: row.message_ref === null ? null : Message.parse(parsed(row.message_ref)),
    blocks: row.blocks,
    reason: row.reason,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
