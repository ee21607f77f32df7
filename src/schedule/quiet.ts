import { languageCodes, languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { faulty, type Faulty } from './time-fault.ts';
import { badTime, foldTime, timeWords, type TimeWord, zoneIn } from './time-words.ts';
import { clockText } from './when-words.ts';
import { zoneOf } from './zone.ts';

/** The hours in which a channel wants nothing that has no time of its own; over midnight where they end earlier than they begin. */
export interface QuietHours {
  /** HH:MM, both local. */
  readonly from: string;
  readonly to: string;
  /** IANA. */
  readonly zone: string;
  /** What becomes of posts: they wait until the end, or come without a notification. */
  readonly mode: 'hold' | 'silent';
}

/** 22-7, which is none but in quiet hours. */
const bareHours = /^(\d{1,2}) ?[-–—−~〜] ?(\d{1,2})(?=$| )/;
/** Between 10pm and 7am. */
const and = new RegExp(
  `(?<=[\\w時分半]) ?(?:${languageCodes.map((code) => languageOf(code).timing.hoursAnd).join('|')}) ?(?=\\d)`,
  'iu',
);

/**
 * What the words of quiet hours mean, `22:00-07:00 Asia/Tokyo silent` or 「22時〜7時 通知なし」, or what is wrong
 * with them. A zone may be left out where one is given.
 */
export function parseQuiet(
  text: string,
  zone: string | null = null,
): { readonly quiet: QuietHours } | Faulty {
  const folded = foldTime(text).replace(bareHours, '$1:00-$2:00').replace(and, '-');
  const words = timeWords(folded);
  const bad = badTime(words);
  if (bad !== null) return bad;
  const said = hoursIn(words);
  if (said === null) return faulty('quietUnreadable', { text: folded });
  const { from, to, mode } = said;
  if (from === to) return faulty('quietEmpty', { text: folded });
  const name = said.zone ?? zone;
  if (name === null) return faulty('noZone', { text: folded });
  const known = zoneOf(name);
  return 'fault' in known ? known : { quiet: { from, to, zone: known.zone, mode } };
}

/** Two times with a word for the range between them, and a zone and a mode behind; null for anything else. */
function hoursIn(words: readonly TimeWord[]) {
  const [first, between, second, ...more] = words;
  const modes = more.flatMap(({ kind }) => (kind === 'hold' || kind === 'silent' ? kind : []));
  const rest = more.filter(({ kind }) => kind !== 'hold' && kind !== 'silent');
  const zone = zoneIn(rest, 0);
  const stray = rest.some(({ kind }) => kind !== 'zone' && kind !== 'unknown');
  if (first?.kind !== 'time' || between?.kind !== 'to' || second?.kind !== 'time') return null;
  if (zone === null || stray || modes.length > 1) return null;
  return { from: first.time, to: second.time, ...zone, mode: modes[0] ?? 'hold' } as const;
}

/** The one text of quiet hours: it is stored, and read again as the same. */
export function quietText({ from, to, zone, mode }: QuietHours): string {
  return `${from}-${to} ${zone}${mode === 'silent' ? ' silent' : ''}`;
}

/** Quiet hours as people are told. */
export function quietWords({ from, to, zone, mode }: QuietHours, lang: LanguageCode): string {
  const wording = languageOf(lang).wording.timing;
  const blanks = { from: clockText(from, wording), to: clockText(to, wording), zone };
  return fillBlanks(wording[mode], blanks);
}

/** When the quiet hours end that a moment (epoch ms) is in; null where it is in none. */
export function quietUntil(quiet: QuietHours | null, now: number): number | null {
  if (quiet === null) return null;
  const { from, to, zone } = quiet;
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  // The hours of the day before may still last.
  for (const day of [here.toPlainDate().subtract({ days: 1 }), here.toPlainDate()]) {
    const last = to > from ? day : day.add({ days: 1 });
    const [start, end] = [at(day, from, zone), at(last, to, zone)];
    if (start <= now && now < end) return end;
  }
  return null;
}

/** When the quiet hours end that hold posts back at a moment (epoch ms); null where none do. */
export function heldUntil(quiet: QuietHours | null, now: number): number | null {
  return quiet?.mode === 'hold' ? quietUntil(quiet, now) : null;
}

/** True in quiet hours that hold nothing back: nobody is notified, at a time that was chosen neither. */
export function isSilent(quiet: QuietHours | null, now: number): boolean {
  return quiet?.mode === 'silent' && quietUntil(quiet, now) !== null;
}

function at(day: Temporal.PlainDate, time: string, zone: string): number {
  const local = day.toPlainDateTime(Temporal.PlainTime.from(time));
  return local.toZonedDateTime(zone).epochMilliseconds; // "compatible": gaps move on, the first of two
}
