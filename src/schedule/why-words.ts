import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks, type WhyWording } from '../language/wording.ts';
import type { Delivery } from '../store/delivery.ts';
import type { Subscription } from './subscriptions.ts';
import type { Why } from './why.ts';

/** Why a digest is in a channel, waits, or is not there, as people are told. */
export function whyText(
  reason: Why,
  { companies, tags }: Subscription,
  lang: LanguageCode,
): string {
  const words = languageOf(lang).wording.why;
  switch (reason.code) {
    case 'delivery':
      return deliveryText(reason.delivery, words);
    case 'no_match': {
      const wanted = [...(companies === 'all' ? [] : companies), ...tags.map((tag) => `#${tag}`)];
      return fillBlanks(words.noMatch, { list: wanted.join(', ') });
    }
    case 'not_started':
      return words.notStarted;
    case 'before_start':
      return fillBlanks(words.beforeStart, { digest: reason.newest });
    case 'slot':
      return fillBlanks(words.slot, { slot: reason.slot });
    case 'quiet':
      return fillBlanks(words.quiet, { at: momentText(reason.until) });
    case 'next_tick':
      return words.nextTick;
    default:
      return reason satisfies never;
  }
}

function deliveryText(delivery: Delivery, words: WhyWording): string {
  const { state, slot, revision, reason, blocks, notBefore, updatedAt } = delivery;
  const blanks = {
    slot,
    revision: String(revision),
    reason: reason ?? '',
    at: momentText(state === 'pending' || state === 'unknown' ? notBefore : updatedAt),
  };
  if (state === 'pending' && blocks > 0) return fillBlanks(words.held, blanks);
  if (state === 'pending' && reason === null) return fillBlanks(words.planned, blanks);
  return fillBlanks(words[state], blanks);
}

/** 2026-11-23 02:49 UTC: a log's time, that says its zone. */
function momentText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
