import type { webApi } from '@slack/bolt';
import { type LanguageCode, languageOfTag } from '../../language/index.ts';
import type { Log } from '../../log.ts';
import type { Home } from '../platform.ts';
import { limits } from './limits.ts';
import { refusalOf } from './refusals.ts';
import { HomeChannel, HomePerson, Members, TokenOf } from './schema.ts';
import { isDirect, isPerson, whereIs } from './where.ts';

/** How long an answer of Slack's on a channel or a person serves, ms. */
const fresh = 60_000;

/** Who may settle what a channel gets: SLACK_MANAGERS. */
export type Managers = 'admins' | 'creators' | 'members';

/** Where the bot is at home: a workspace, or (team null) all those of an organisation. */
export interface Whose {
  readonly team: string | null;
  readonly enterprise: string | null;
}

/** What homes are told by the configuration, and by what is known of the workspace. */
interface HomeParts {
  readonly managers: Managers;
  /** Null where Slack is asked. */
  readonly whose: Whose | null;
  readonly log: Log;
}

/** How long a person's language serves, ms, also where it could not be had. */
const languageFresh = 10 * 60_000;

/** The longest that an answer waits to know a language, ms. */
const languagePatience = 1000;

/** What Slack says of a person's channel; an empty person is nobody. Never throws. */
export type HomeOf = (channel: string, person: string) => Promise<Home>;

/** What Slack says of people and their channels. */
export interface Homes {
  readonly homeOf: HomeOf;
  /** The language in which a person uses Slack; null where Slack does not say, or not soon. Never throws. */
  readonly languageOf: (person: string) => Promise<LanguageCode | null>;
}

/**
 * Asks Slack for homes, each channel and person once a minute at most. Slack has no zone of a workspace, so that of
 * the person stands for it; a conversation has a language of its own.
 */
export function createHomes(web: webApi.WebClient, { managers, whose, log }: HomeParts): Homes {
  const channels = cached(async (channel) =>
    HomeChannel.parse(await web.conversations.info({ channel, include_locale: true })),
  );
  const people = cached(async (user) =>
    HomePerson.parse(await web.users.info({ user, include_locale: true })),
  );
  const workspaces = cached(async () => whose ?? (await askWhose(web)));
  const members = cached((channel) => membersOf(web, channel));

  async function known<T>(what: string, asked: Promise<T>): Promise<T | null> {
    try {
      return await asked;
    } catch (error) {
      log.info({ platform: 'slack', what, reason: refusalOf(error).reason }, 'home not known');
      return null;
    }
  }

  /** The wider settings hold the narrower ones: who is in a channel is asked last. */
  async function settles(person: string, channel: string, creator: string | undefined) {
    if (managers === 'admins') return false;
    if (creator === person) return true;
    if (managers === 'creators') return false;
    return (await known('members', members(channel)))?.has(person) ?? false;
  }

  const languages = cached(async (person) => {
    const who = await known('language', people(person));
    return languageOfTag(who?.user.locale ?? '');
  }, languageFresh);

  async function homeOf(spelling: string, person: string): Promise<Home> {
    const { channel } = whereIs(spelling);
    // A person stands for the direct messages with them: of those alone nobody settles anything.
    const [direct, alone] = [isDirect(spelling), isPerson(spelling)];
    const [place, who, ours] = await Promise.all([
      direct || alone ? null : known('channel', channels(channel)),
      person === '' ? null : known('person', people(person)),
      person === '' ? null : known('workspace', workspaces('')),
    ]);
    const own = who !== null && ours !== null && isOwn(who.user, ours);
    const surely = direct || (who !== null && runs(who.user));
    return {
      manages:
        own && (surely || (!alone && (await settles(person, channel, place?.channel.creator)))),
      name: place?.channel.name ?? null,
      language: languageOfTag(place?.channel.locale ?? who?.user.locale ?? ''),
      zone: zoneOf(who?.user.tz),
    };
  }

  async function languageOf(person: string): Promise<LanguageCode | null> {
    const late = new Promise<null>((done) => setTimeout(done, languagePatience, null).unref());
    return Promise.race([languages(person), late]);
  }

  return { homeOf, languageOf };
}

async function askWhose(web: webApi.WebClient): Promise<Whose> {
  const told = TokenOf.parse(await web.auth.test());
  const team = told.is_enterprise_install ? null : (told.team_id ?? null);
  return { team, enterprise: told.enterprise_id ?? null };
}

/** The people in a channel, as far as Slack tells them within a few pages. */
async function membersOf(web: webApi.WebClient, channel: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  let cursor: string | undefined;
  for (let pages = 0; pages < limits.memberPages; pages += 1) {
    const more = cursor === undefined ? {} : { cursor };
    const limit = limits.membersPage;
    const page = Members.parse(await web.conversations.members({ channel, limit, ...more }));
    for (const one of page.members) found.add(one);
    cursor = page.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) break;
  }
  return found;
}

type Person = HomePerson['user'];

/** A full member: no bot, no guest, and not from another workspace that shares the channel. */
function isOwn(user: Person, { team, enterprise }: Whose): boolean {
  if (user.deleted || user.is_bot || user.is_stranger) return false;
  if (user.is_restricted || user.is_ultra_restricted) return false;
  const { enterprise_id: organisation, teams = [] } = user.enterprise_user ?? {};
  if (team === null) return enterprise !== null && organisation === enterprise;
  return user.team_id === team || teams.includes(team);
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
function cached<T>(
  ask: (of: string) => Promise<T>,
  life: number = fresh,
): (of: string) => Promise<T> {
  const answers = new Map<string, { readonly at: number; readonly answer: Promise<T> }>();
  return (of) => {
    const now = Date.now();
    for (const [key, { at }] of answers) if (now - at > life) answers.delete(key);
    const there = answers.get(of);
    if (there) return there.answer;
    const answer = ask(of);
    answers.set(of, { at: now, answer });
    answer.catch(() => answers.delete(of));
    return answer;
  };
}
