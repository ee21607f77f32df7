import type { Button, Subject } from '../../card/card.ts';
import { limits } from './limits.ts';

/** What a pressed button or a submitted form says of itself; revision is null where the card had no subject. */
export interface Press {
  readonly action: string;
  readonly value: string;
  readonly revision: number | null;
}

/**
 * The custom_id that carries a press or a form through Discord and over restarts; null where it does
 * not fit into Discord's 100 characters (such a button is left out rather than dead).
 */
export function packPress(
  kind: 'press' | 'form',
  of: Pick<Button, 'action' | 'value'>,
  revision: Subject['revision'] | null,
): string | null {
  const id = [kind, of.action, revision ?? '', of.value].join(':');
  return id.length <= limits.customId ? id : null;
}

/** The press or form of a custom_id; null for one that is not ours. */
export function unpackPress(kind: 'press' | 'form', id: string): Press | null {
  const [, found, action, revision, value] = /^(\w+):(\w+):(\d*):(.*)$/su.exec(id) ?? [];
  if (found !== kind || action === undefined || value === undefined) return null;
  return { action, value, revision: revision ? Number(revision) : null };
}

/** The subject of a form: its value names the digest, the card it was opened from the revision (0: not known). */
export function subjectOf(form: Press): Subject | null {
  return form.value === '' ? null : { digest: form.value, revision: form.revision ?? 0 };
}
