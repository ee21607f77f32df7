import type { QuietHours } from './quiet.ts';

/** Whether quiet hours hold posts back until they end, or let them go out without a sound. */
export function quietMode(quiet: QuietHours | null): 'hold' | 'silent' {
  return quiet !== null && 'mode' in quiet && quiet.mode === 'silent' ? 'silent' : 'hold';
}
