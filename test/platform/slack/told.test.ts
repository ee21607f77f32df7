import { describe, expect, it } from 'vitest';
import { installationIn } from '../../../src/platform/slack/told.ts';

const [T1, T2] = ['T0FIRST', 'T0SECOND'];

describe('the workspace that Slack sends something for', () => {
  const authorization = { team_id: T1, enterprise_id: null, is_enterprise_install: false };
  it.each([
    ['an event', { team_id: T2, authorizations: [authorization] }, T1],
    ['an event of old', { team_id: T2 }, T2],
    [
      'an event of an organisation',
      {
        team_id: T2,
        enterprise_id: 'E1',
        authorizations: [{ team_id: null, enterprise_id: 'E1', is_enterprise_install: true }],
      },
      'E1',
    ],
    [
      'an event of one workspace in an organisation',
      { team_id: T2, authorizations: [{ ...authorization, enterprise_id: 'E1' }] },
      T1,
    ],
    ['a command', { team_id: T1, enterprise_id: 'E1', is_enterprise_install: 'false' }, T1],
    [
      'a command in an organisation',
      { team_id: T1, enterprise_id: 'E1', is_enterprise_install: 'true' },
      'E1',
    ],
    ['a press', { team: { id: T1 }, user: { id: 'U1', team_id: T2 }, enterprise: null }, T1],
    [
      'a press in an organisation',
      { team: null, enterprise: { id: 'E1' }, is_enterprise_install: true, user: { team_id: T2 } },
      'E1',
    ],
    ['a press that names no team', { team: null, user: { id: 'U1', team_id: T2 } }, T2],
    [
      'a form sent from another workspace',
      { team: { id: T2 }, view: { app_installed_team_id: T1 } },
      T1,
    ],
    ['nothing of the kind', { type: 'url_verification' }, null],
  ])('is read of %s', (_, body, expected) => {
    expect(installationIn(body)).toBe(expected);
  });
});
