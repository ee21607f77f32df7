import type { Wish } from '../ask/wish.ts';
import { languageOf } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import type { Subscription } from '../schedule/subscriptions.ts';
import { summaryText } from './describe.ts';
import type { Asker, Room, Said } from './room.ts';
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
  const told = ended.refused ? ended.lines : [fillBlanks(insteadOf, { summary })];
  return { ...said, lines: [...said.lines, ...told] };
}
