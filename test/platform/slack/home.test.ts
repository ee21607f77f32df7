import { webApi } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../../src/log.ts';
import { clientOptions } from '../../../src/platform/slack/client.ts';
import { createHomes, type Managers, type Whose } from '../../../src/platform/slack/home.ts';
import { openSlackPeer, type SlackPeer, tokens } from './peer.ts';

const here = 'T000000001';
const own = { id: 'U7', team_id: here, tz: 'Asia/Tokyo', locale: 'ja-JP' };

let peer: SlackPeer;

beforeEach(async () => {
  peer = await openSlackPeer();
});
afterEach(() => peer.close());

const asked = (method: string) => peer.calls.filter((call) => call.method === method).length;

interface World {
  readonly person?: object;
  readonly creator?: string;
  /** Pages of people in the channel; null where Slack does not say. */
  readonly members?: readonly (readonly string[])[] | null;
  readonly whose?: Whose | null;
}

/** Whether the person U7 settles what the channel gets. */
async function manages(
  managers: Managers,
  { person = {}, creator = 'U1', members = null, whose = null }: World = {},
): Promise<boolean> {
  const web = new webApi.WebClient(tokens.bot, clientOptions(peer.url));
  const user = { ...own, ...person };
  peer.refuse('users.info', { answer: { ok: true, user } });
  const channel = { id: 'C1', name: 'earnings', creator };
  peer.refuse('conversations.info', { answer: { ok: true, channel } });
  peer.answerInTurn(
    'conversations.members',
    members?.map((page, index) => ({
      ok: true,
      members: page,
      response_metadata: { next_cursor: index < members.length - 1 ? `page${index + 1}` : '' },
    })) ?? [{ ok: false, error: 'channel_not_found' }],
  );
  const { homeOf } = createHomes(web, { managers, whose, log: createLog('silent') });
  return (await homeOf('C1', user.id)).manages;
}

const admin = { is_admin: true };
const guest = { is_restricted: true };
const passing = { is_ultra_restricted: true };
const stranger = { team_id: 'T0OTHER', is_stranger: true };

describe('who settles what a channel gets, by SLACK_MANAGERS', () => {
  it.each<readonly [Managers, string, World, boolean]>([
    ['admins', 'an admin', { person: admin }, true],
    ['admins', 'an owner', { person: { is_owner: true } }, true],
    ['admins', 'who made the channel', { creator: 'U7' }, false],
    ['admins', 'who is in the channel', { members: [['U7']] }, false],
    ['creators', 'an admin', { person: admin }, true],
    ['creators', 'who made the channel', { creator: 'U7' }, true],
    ['creators', 'who is in the channel', { members: [['U7']] }, false],
    ['members', 'an admin', { person: admin }, true],
    ['members', 'who made the channel', { creator: 'U7' }, true],
    ['members', 'who is in the channel', { members: [['U1', 'U7']] }, true],
    ['members', 'who is in it on a later page', { members: [['U1'], ['U2', 'U7']] }, true],
    ['members', 'who is not in it', { members: [['U1'], ['U2']] }, false],
    ['members', 'of whom Slack does not say', {}, false],
    ['members', 'a guest in the channel', { person: guest, members: [['U7']] }, false],
    ['members', 'a guest who made it', { person: passing, creator: 'U7' }, false],
    ['members', 'somebody of another workspace', { person: stranger, members: [['U7']] }, false],
    ['members', 'a bot in the channel', { person: { is_bot: true }, members: [['U7']] }, false],
  ])('%s: %s: %j → %s', async (managers, _, world, expected) => {
    expect(await manages(managers, world)).toBe(expected);
  });

  it('asks who is in a channel only where nothing else decides it', async () => {
    await manages('admins', { members: [['U7']] });
    await manages('creators', { members: [['U7']] });
    await manages('members', { person: admin, members: [['U7']] });
    await manages('members', { person: guest, members: [['U7']] });
    await manages('members', { creator: 'U7', members: [['U7']] });
    expect(asked('conversations.members')).toBe(0);
    await manages('members', { members: [['U1'], ['U7']] });
    expect(asked('conversations.members')).toBe(2);
  });

  it('gives up on a channel that never ends', async () => {
    const pages = Array.from({ length: 12 }, (_, page) => [`U${page + 100}`]);
    expect(await manages('members', { members: pages })).toBe(false);
    expect(asked('conversations.members')).toBe(10);
  });
});

describe('who is of the house, in an organisation', () => {
  const of = (enterprise: string, teams: readonly string[] = []) => ({
    ...admin,
    id: 'W7',
    team_id: 'T0ANY',
    enterprise_user: { enterprise_id: enterprise, teams },
  });
  const workspace = { team: here, enterprise: 'E1' };
  const organisation = { team: null, enterprise: 'E1' };

  it.each<readonly [string, World, boolean]>([
    ['a member of the workspace', { person: of('E1', [here]), whose: workspace }, true],
    ['a member of another workspace there', { person: of('E1', ['T2']), whose: workspace }, false],
    ['anybody, where all of it installed the app', { person: of('E1'), whose: organisation }, true],
    ['nobody of another organisation', { person: of('E2'), whose: organisation }, false],
    ['nobody without one', { person: { ...admin }, whose: organisation }, false],
  ])('%s: %j → %s', async (_, world, expected) => {
    expect(await manages('admins', world)).toBe(expected);
  });

  it('is asked of Slack where an installation does not say it, and not where it does', async () => {
    await manages('admins', { person: admin, whose: workspace });
    expect(asked('auth.test')).toBe(0);
    const answer = { ok: true, team_id: 'T0ANY', enterprise_id: 'E1', is_enterprise_install: true };
    peer.refuse('auth.test', { answer });
    expect(await manages('admins', { person: of('E1') })).toBe(true);
    expect(asked('auth.test')).toBe(1);
  });
});
