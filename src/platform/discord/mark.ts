import { createHash } from 'node:crypto';
import { limits } from './limits.ts';
import type { Container, Payload } from './payload.ts';

/**
 * The trace a delivery key leaves in a message. Discord forgets a nonce within minutes and does not
 * give it back in a channel's history, so the key's hash stands where people do not see it and where
 * history shows it: in the ids of the container and of its first text (31 + 15 bits), whose last two
 * bytes tell which part of how many this message is. Edits keep both.
 */
export interface Mark {
  readonly first: number;
  readonly second: number;
  /** From 1. */
  readonly part: number;
  readonly parts: number;
}

/** The mark of one part of the card with this key. */
export function markOf(key: string, part = 1, parts = 1): Mark {
  const hash = createHash('sha256').update(key).digest();
  const first = hash.readUInt32BE(0) & limits.componentId || 1;
  return { first, second: hash.readUInt16BE(4) >>> 1, part, parts };
}

/** True where both marks come from one key, whatever their part. */
export function sameKey(a: Mark, b: Mark): boolean {
  return a.first === b.first && a.second === b.second;
}

/** The payload with a mark in it. */
export function marked(payload: Payload, mark: Mark): Payload {
  return { ...payload, components: payload.components.map((container) => stamp(container, mark)) };
}

function stamp(container: Container, mark: Mark): Container {
  const id = secondId(mark);
  const at = container.components.findIndex((part) => part.type === 10);
  const components = container.components.map((part, index) =>
    index === at ? { ...part, id } : part,
  );
  return { ...container, id: mark.first, components };
}

/** The id of the first text: 15 bits of hash, 8 of the part, 8 of the number of parts. */
function secondId(mark: Mark): number {
  return mark.second * 0x1_00_00 + mark.part * 0x1_00 + mark.parts;
}

/** A component as history gives it, only what a mark is read from. */
export interface SeenComponent {
  readonly type: number;
  readonly id?: number | undefined;
  readonly components?:
    | readonly { readonly type: number; readonly id?: number | undefined }[]
    | undefined;
}

/** The mark of a message of ours; null where it carries none. */
export function readMark(components: readonly SeenComponent[]): Mark | null {
  const [container] = components;
  const text = container?.components?.find((component) => component.type === 10);
  if (container?.type !== 17 || !container.id || !text?.id) return null;
  const [part, parts] = [(text.id >>> 8) & 0xff, text.id & 0xff];
  if (part < 1 || part > parts) return null;
  return { first: container.id, second: text.id >>> 16, part, parts };
}

/** The nonce of one part in one channel: Discord takes it once in the next minutes, whoever lost the answer. */
export function nonceOf(channel: string, key: string, part = 1): string {
  const hash = createHash('sha256').update([channel, key, part].join('\n'));
  return hash.digest('base64url').slice(0, limits.nonce);
}
