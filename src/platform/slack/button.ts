import type { Subject } from '../../card/card.ts';
import { actionPrefix } from './render.ts';
import { ButtonValue, parseJson } from './schema.ts';

/** What a pressed button says: what to do, with which value, and what its card is about. */
export interface SlackPress {
  readonly action: string;
  readonly value: string;
  readonly subject: Subject | null;
}

/** The press of a button with this action_id and value; null for one that is not ours. */
export function readButton(id: string, value: string): SlackPress | null {
  const [, action] = new RegExp(`^${actionPrefix}(\\w+):\\d+$`).exec(id) ?? [];
  const carried = parseJson(ButtonValue, value);
  return action === undefined || carried === null ? null : { action, ...carried };
}
