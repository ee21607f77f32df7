import { type QuietHours, quietUntil } from './quiet.ts';

/** When the quiet hours end that hold posts back at a moment (epoch ms); null where none do. */
export function heldUntil(quiet: QuietHours | null, now: number): number | null {
  return quiet?.mode === 'hold' ? quietUntil(quiet, now) : null;
}

/** True in quiet hours that hold nothing back: nobody is notified, at a time that was chosen neither. */
export function isSilent(quiet: QuietHours | null, now: number): boolean {
  return quiet?.mode === 'silent' && quietUntil(quiet, now) !== null;
}
