import { refusalText } from '../card/refusal-text.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import type { WhyWording } from '../language/operator.ts';
import { fillBlanks } from '../language/wording.ts';
import { zoneOf } from './day.ts';
import type { Subscription } from './subscriptions.ts';
import { whenText } from './when.ts';
import { whenWords } from './when-words.ts';
import type { Why } from './why.ts';

/** A reason in words that follow the channel's name. */
export function whyText(reason: Why, subscription: Subscription, lang: LanguageCode): string {
  const { companies, tags } = subscription;
  const words = languageOf(lang).wording.why;
  const zone = zoneOf(subscription);
  switch (reason.code) {
    case 'delivery':
      return deliveryText(reason, lang, zone);
    case 'no_match': {
      const wanted = [...(companies === 'all' ? [] : companies), ...tags.map((tag) => `#${tag}`)];
      return fillBlanks(words.noMatch, { list: wanted.join(', ') });
    }
    case 'withdrawn':
      return words.withdrawn;
    case 'not_started':
      return words.notStarted;
    case 'before_start':
      return fillBlanks(words.beforeStart, { digest: reason.newest });
    case 'missed':
      return fillBlanks(words.missed, { hours: String(reason.catchUp / 3_600_000) });
    case 'passed':
      return words.passed;
    case 'channel':
      return words.channel[reason.state];
    case 'paused':
      return pausedText(reason, words, zone);
    case 'slot':
    case 'quiet':
    case 'cap':
    case 'next_tick':
      return waitingText(reason, lang, zone);
    default:
      return reason satisfies never;
  }
}

type Waiting = Extract<Why, { code: 'slot' | 'quiet' | 'cap' | 'next_tick' }>;

function waitingText(reason: Waiting, lang: LanguageCode, zone: string): string {
  const words = languageOf(lang).wording.why;
  switch (reason.code) {
    case 'slot': {
      const { slot, missed } = reason;
      return missed === null
        ? fillBlanks(words.slot, { slot: slotText(slot, lang) })
        : fillBlanks(words.slotAfterMiss, {
            slot: slotText(slot, lang),
            missed: slotText(missed, lang),
          });
    }
    case 'quiet':
      return fillBlanks(words.quiet, { at: momentText(reason.until, zone) });
    case 'cap': {
      const { cap, day, at } = reason;
      return fillBlanks(words.cap, { cap: String(cap), day, at: momentText(at, zone) });
    }
    case 'next_tick':
      return reason.silent ? words.nextTickSilent : words.nextTick;
    default:
      return reason satisfies never;
  }
}

function pausedText(
  { by, at }: Extract<Why, { code: 'paused' }>,
  words: WhyWording,
  zone: string,
): string {
  return by === null || at === null
    ? words.paused
    : fillBlanks(words.pausedBy, { by, at: momentText(at, zone) });
}

function deliveryText(
  reason: Extract<Why, { code: 'delivery' }>,
  lang: LanguageCode,
  zone: string,
): string {
  const { wording } = languageOf(lang);
  const text = stateText(reason.delivery, lang, zone);
  const { merged, afterMiss, through, silent } = wording.why.notes;
  const notes = [
    ...(reason.lead === null ? [] : [fillBlanks(merged, { lead: reason.lead })]),
    ...(reason.missed === null
      ? []
      : [fillBlanks(afterMiss, { slot: slotText(reason.missed, lang) })]),
    ...(reason.through === null ? [] : [fillBlanks(through, { id: reason.through })]),
    ...(reason.delivery.silent ? [silent] : []),
  ];
  if (notes.length === 0) return text;
  return fillBlanks(wording.why.noted, { text, notes: notes.join(wording.clause) });
}

function stateText(
  { state, slot, revision, reason, blocks, notBefore, updatedAt }: DeliveryOf,
  lang: LanguageCode,
  zone: string,
): string {
  const words = languageOf(lang).wording.why;
  const blanks = {
    slot: slotText(slot, lang),
    revision: String(revision),
    reason: refusalText(reason ?? '', lang),
    at: momentText(state === 'pending' || state === 'unknown' ? notBefore : updatedAt, zone),
  };
  if (state === 'pending' && blocks > 0) return fillBlanks(words.held, blanks);
  if (state === 'pending' && reason === null) return fillBlanks(words.planned, blanks);
  return fillBlanks(words[state], blanks);
}

type DeliveryOf = Extract<Why, { code: 'delivery' }>['delivery'];

/** 2026-11-24 08:30 (Asia/Tokyo), of 2026-11-24T08:30[Asia/Tokyo]. */
function slotText(slot: string, lang: LanguageCode): string {
  if (slot === whenText({ kind: 'arrival' })) return whenWords({ kind: 'arrival' }, lang);
  return slot.replace(/^(\S{10})T/, '$1 ').replace(/\[(.+)\]$/, ' ($1)');
}

/** 2026-11-23 11:49 (Asia/Tokyo), as slots are told. */
function momentText(at: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const text = local.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
  return zone === 'UTC' ? `${text} UTC` : `${text} (${zone})`;
}
