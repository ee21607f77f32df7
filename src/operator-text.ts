import { userInfo } from 'node:os';
import { ownLanguage } from './input.ts';
import { languageOf } from './language/index.ts';
import type { DeskWording } from './language/operator.ts';

/** What the operator reads of deliveries and digests, in their language. */
export function deskWords(): DeskWording {
  return languageOf(ownLanguage()).wording.desk;
}

/** 2026-11-23 14:05+09:00: a time (epoch ms) in the zone of the operator's machine. */
export function localTime(at: number): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(
    Temporal.Now.timeZoneId(),
  );
  return local.toString({ smallestUnit: 'minute', timeZoneName: 'never' }).replace('T', ' ');
}

/** 2026-11-23T14:05:00+09:00: a time (epoch ms) as digest.yaml keeps it, in the zone of the operator's machine. */
export function localMoment(at: number): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(at);
  return instant.toString({ smallestUnit: 'second', timeZone: Temporal.Now.timeZoneId() });
}

/** Who does it: the name that was given, else that of the account. */
export function operatorName(by = ''): string {
  if (by.trim() !== '') return by.trim();
  try {
    return userInfo().username;
  } catch {
    return 'operator'; // in a container the user may have no name
  }
}

/** The platform and the id of slack/C0123456789. */
export function targetParts(target: string): readonly [platform: string, id: string] {
  const [platform = '', ...id] = target.split('/');
  return [platform, id.join('/')];
}
