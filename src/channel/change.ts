import type { Wish } from '../ask/wish.ts';
import { languageOf } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Subscription } from '../schedule/subscriptions.ts';
import { summaryText } from './describe.ts';
import { type Asker, type Room, type Said, wordsOf } from './room.ts';
import { subscribeTo } from './subscribe.ts';
import { endOne, whatSet } from './unsubscribe.ts';

/** Makes a subscription what is wished; one that then wants something else ends, and the answer tells of both. */
export async function changeTo(
  room: Room,
  asker: Asker,
  one: Subscription,
  wish: Wish,
): Promise<Said> {
  const said = await subscribeTo(room, asker, wish);
  const { companies, unlisted, tags } = wish;
  const what = { companies: companies === 'all' ? companies : [...companies, ...unlisted], tags };
  if (said.refused || whatSet(what) === whatSet(one)) return said;
  const ended = await endOne(room, asker, one);
  const { insteadOf } = languageOf(asker.lang).wording.home;
  const summary = summaryText({ ...one, paused: false }, room.library(), asker.lang);
  // What ended begins with what it was: here it is said that it did.
  const told = ended.refused
    ? ended.lines
    : [fillBlanks(insteadOf, { summary }), ...ended.lines.slice(1)];
  return { title: wordsOf(asker.lang).titles.changed, lines: [...said.lines, ...told] };
}
