import type { webApi } from '@slack/bolt';
import { languageOfTag } from '../../language/index.ts';
import type { Log } from '../../log.ts';
import type { Home } from '../platform.ts';
import { refusalOf } from './refusals.ts';
import { HomeChannel, HomePerson, Workspace } from './schema.ts';
import { isDirect, isPerson, whereIs } from './where.ts';

/** How long an answer of Slack's on a channel or a person serves, ms. */
const fresh = 60_000;

/** What Slack says of a person's channel; an empty person is nobody. Never throws. */
export type HomeOf = (channel: string, person: string) => Promise<Home>;

/**
 * Asks Slack for homes, each channel and person once a minute at most. Slack has no zone of a workspace, so that of
 * the person stands for it; a conversation has a language of its own.
 */
export function createHomes(web: webApi.WebClient, log: Log): HomeOf {
  const channels = cached(async (channel) =>
    HomeChannel.parse(await web.conversations.info({ channel, include_locale: true })),
  );
  const people = cached(async (user) =>
    HomePerson.parse(await web.users.info({ user, include_locale: true })),
  );
  const workspaces = cached(async () => Workspace.parse(await web.auth.test()));

  async function known<T>(what: string, asked: Promise<T>): Promise<T | null> {
    try {
      return await asked;
    } catch (error) {
      log.info({ platform: 'slack', what, reason: refusalOf(error).reason }, 'home not known');
      return null;
    }
  }

  return async (spelling, person) => {
    const { channel } = whereIs(spelling);
    const direct = isDirect(spelling);
    const [place, who, ours] = await Promise.all([
      direct || isPerson(spelling) ? null : known('channel', channels(channel)),
      person === '' ? null : known('person', people(person)),
      known('workspace', workspaces('')),
    ]);
    const own = who !== null && ours !== null && isOwn(who.user, ours.team_id);
    const created = place?.channel.creator === person;
    return {
      manages: own && (direct || created || runs(who.user)),
      name: place?.channel.name ?? null,
      language: languageOfTag(place?.channel.locale ?? who?.user.locale ?? ''),
      zone: zoneOf(who?.user.tz),
    };
  };
}

type Person = HomePerson['user'];

/** A full member: no bot, no guest, and not from another workspace that shares the channel. */
function isOwn(user: Person, team: string): boolean {
  if (user.deleted || user.is_bot || user.is_stranger) return false;
  if (user.is_restricted || user.is_ultra_restricted) return false;
  return user.team_id === team || (user.enterprise_user?.teams.includes(team) ?? false);
}

function runs({ is_admin: admin, is_owner: owner, is_primary_owner: first }: Person): boolean {
  return admin || owner || first;
}

function zoneOf(zone: string | undefined): string | null {
  try {
    return zone
      ? new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
      : null;
  } catch {
    return null; // not one that this machine knows
  }
}

/** Answers a question once while its answer is fresh; one that failed is asked again. */
function cached<T>(ask: (of: string) => Promise<T>): (of: string) => Promise<T> {
  const answers = new Map<string, { readonly at: number; readonly answer: Promise<T> }>();
  return (of) => {
    const now = Date.now();
    for (const [key, { at }] of answers) if (now - at > fresh) answers.delete(key);
    const there = answers.get(of);
    if (there) return there.answer;
    const answer = ask(of);
    answers.set(of, { at: now, answer });
    answer.catch(() => answers.delete(of));
    return answer;
  };
}
