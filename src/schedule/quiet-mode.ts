import { type QuietHours, quietUntil } from './quiet.ts';

/** Whether quiet hours hold posts back until they end, or let them go out without a sound. */
function quietMode(quiet: QuietHours | null): 'hold' | 'silent' {
  return quiet !== null && 'mode' in quiet && quiet.mode === 'silent' ? 'silent' : 'hold';
}

/** When the quiet hours end that hold posts back at a moment (epoch ms); null where none do. */
export function heldUntil(quiet: QuietHours | null, now: number): number | null {
  return quietMode(quiet) === 'hold' ? quietUntil(quiet, now) : null;
}

/** True in quiet hours that hold nothing back: nobody is notified, at a time that was chosen neither. */
export function isSilent(quiet: QuietHours | null, now: number): boolean {
  return quietMode(quiet) === 'silent' && quietUntil(quiet, now) !== null;
}
