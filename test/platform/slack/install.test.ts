import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../../src/log.ts';
import { installRoutes } from '../../../src/platform/slack/install.ts';
import { botScopes } from '../../../src/platform/slack/scopes.ts';
import type { Installations } from '../../../src/platform/platform.ts';
import { keyFor, sealedBy } from '../../../src/store/sealed.ts';
import type { Store } from '../../../src/store/store.ts';
import { sqliteHome } from '../../store/homes.ts';
import { bytesIn } from '../../support/bytes.ts';
import { type Browser, oauthApp, openBrowser, publicUrl, serve } from './oauth.ts';
import { openSlackPeer, type SlackPeer } from './peer.ts';

const key = 'a key of the tests that nobody can guess';
const home = 'T000000001';

let peer: SlackPeer;
let files: Awaited<ReturnType<typeof sqliteHome>>;
let store: Store;
let installations: Installations;
let opened: string[];
let logged: string[];
let server: Awaited<ReturnType<typeof serve>>;
let browser: Browser;

beforeEach(async () => {
  [opened, logged] = [[], []];
  [peer, files] = await Promise.all([openSlackPeer(), sqliteHome()]);
  store = await files.open();
  installations = sealedBy(key, store.installations, () => {});
  const routes = installRoutes({
    app: {
      clientId: oauthApp.client_id,
      clientSecret: oauthApp.client_secret,
      // As it may be written: with a slash too many.
      publicUrl: `${publicUrl}/`,
      stateSecret: keyFor('oauth state', key).toString('base64'),
      installations,
    },
    apiUrl: peer.url,
    opened: async (workspace) => void opened.push(workspace),
    now: () => 1_800_000_000_000,
    log: createLog('debug', (line) => logged.push(line)),
  });
  server = await serve(routes);
  browser = openBrowser(server.url);
});
afterEach(async () => {
  await Promise.all([server.close(), peer.close(), store.close()]);
  await files.close();
});

function locationOf(answer: Response): string {
  expect(answer.status).toBe(302);
  return answer.headers.get('location') ?? '';
}

/** From the first page through Slack's own to the address that Slack sends the browser back to. */
async function throughSlack(who: Browser = browser): Promise<string> {
  const authorize = locationOf(await who.get(`${publicUrl}/slack/install`));
  const page = await (await who.get(authorize)).text();
  return locationOf(await who.send(page, authorize));
}

const accessCalls = () => peer.calls.filter(({ method }) => method === 'oauth.v2.access');

describe('an installation', () => {
  it('goes from the first page through Slack to a kept, sealed token, and is told of', async () => {
    const back = await throughSlack();
    const answer = await browser.get(back);
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toContain('kawaraban をインストールしました。');
    expect(page).toContain('kawaraban is installed: close this page');
    expect(opened).toEqual([home]);

    const kept = await installations.get('slack', home);
    expect(kept).toMatchObject({ workspace: home, name: 'Emulate', at: 1_800_000_000_000 });
    const secret: unknown = JSON.parse(kept?.secret ?? '');
    const token = peer.calls.find(({ method }) => method === 'auth.test')?.token ?? '';
    expect(token).toMatch(/^xoxb-/);
    const bot = { id: 'B1', user: 'UBOT' };
    expect(secret).toEqual({ token, bot, team: home, enterprise: null });

    const { searchParams } = new URL(back);
    const [code, state] = [searchParams.get('code'), searchParams.get('state')];
    const secrets = [token, oauthApp.client_secret, code ?? '', state ?? '', key];
    expect(secrets.every((one) => one.length > 10)).toBe(true);
    const [bytes, lines] = [await bytesIn(files.dataDir), logged.join('\n')];
    expect(bytes).toContain(home);
    expect(lines).toContain('"installed"');
    for (const one of secrets) {
      expect(bytes).not.toContain(one);
      expect(lines).not.toContain(one);
      expect(page).not.toContain(one);
    }
  });

  it('asks Slack for the scopes of the manifest and no others, at the host of the API', async () => {
    const answer = await browser.get(`${publicUrl}/slack/install`);
    const to = new URL(locationOf(answer));
    expect(to.origin + to.pathname).toBe(new URL('/oauth/v2/authorize', peer.url).href);
    expect(Object.fromEntries(to.searchParams)).toEqual({
      scope: botScopes.join(','),
      state: expect.stringMatching(/^\S{20,}$/),
      client_id: oauthApp.client_id,
      redirect_uri: `${publicUrl}/slack/oauth_redirect`,
    });
    expect(answer.headers.get('set-cookie')).toMatch(/; Secure; HttpOnly;/);
  });

  it('renews what was kept where the same workspace does it again', async () => {
    await browser.get(await throughSlack());
    const first = await installations.get('slack', home);
    await browser.get(await throughSlack());
    const second = await installations.get('slack', home);
    expect(second?.secret).not.toBe(first?.secret);
    expect(await installations.list('slack')).toHaveLength(1);
    expect(opened).toEqual([home, home]);
  });

  it('of a whole organisation is kept under its id', async () => {
    const back = await throughSlack();
    peer.allow('xoxb-organisation');
    peer.refuse('oauth.v2.access', {
      answer: {
        ok: true,
        access_token: 'xoxb-organisation',
        token_type: 'bot',
        scope: 'chat:write',
        bot_user_id: 'UBOT',
        app_id: 'A1',
        team: null,
        enterprise: { id: 'E0ORG', name: 'Org' },
        is_enterprise_install: true,
        authed_user: { id: 'W1' },
      },
    });
    expect((await browser.get(back)).status).toBe(200);
    expect(opened).toEqual(['E0ORG']);
    const kept = await installations.get('slack', 'E0ORG');
    expect(kept?.name).toBe('Org');
    expect(JSON.parse(kept?.secret ?? '')).toMatchObject({ team: null, enterprise: 'E0ORG' });
  });

  it('with a token that rotates is not kept: nobody would renew it', async () => {
    const back = await throughSlack();
    peer.allow('xoxe.xoxb-1-rotating');
    peer.refuse('oauth.v2.access', {
      answer: {
        ok: true,
        access_token: 'xoxe.xoxb-1-rotating',
        refresh_token: 'xoxe-1-refresh-token',
        expires_in: 43_200,
        token_type: 'bot',
        scope: 'chat:write',
        bot_user_id: 'UBOT',
        app_id: 'A1',
        team: { id: home, name: 'Emulate' },
        enterprise: null,
        is_enterprise_install: false,
        authed_user: { id: 'U1' },
      },
    });
    await isRefused(await browser.get(back));
    expect(logged.join('')).toContain('token rotation is on');
    expect(logged.join('')).not.toMatch(/rotating|refresh-token/);
  });
});

/** Nothing is kept, and the page says so in both languages. */
async function isRefused(answer: Response): Promise<string> {
  const page = await answer.text();
  expect(answer.status).toBe(400);
  expect(page).toContain(`${publicUrl}/slack/install からもう一度お試しください。`);
  expect(page).toContain(
    `kawaraban could not be installed: start again at ${publicUrl}/slack/install.`,
  );
  expect(await installations.list('slack')).toEqual([]);
  expect(opened).toEqual([]);
  return page;
}

describe('an installation that is not to be trusted', () => {
  it('is refused in a browser that did not begin it', async () => {
    const back = await throughSlack();
    await isRefused(await openBrowser(server.url).get(back));
    expect(accessCalls()).toEqual([]);
  });

  it('is refused where the browser began another one', async () => {
    const other = openBrowser(server.url);
    const back = await throughSlack();
    await throughSlack(other);
    await isRefused(await other.get(back));
    expect(accessCalls()).toEqual([]);
  });

  it('is refused where the state was not signed by us, though the browser brings the same', async () => {
    const foreign = 'eyJhbGciOiJub25lIn0.e30.';
    const answer = await fetch(`${server.url}/slack/oauth_redirect?code=c0de&state=${foreign}`, {
      headers: { cookie: `slack-app-oauth-state=${foreign}` },
    });
    await isRefused(answer);
    expect(accessCalls()).toEqual([]);
  });

  it('is refused where Slack does not take the code, as when it is sent twice', async () => {
    const back = await throughSlack();
    peer.refuse('oauth.v2.access', { error: 'invalid_code' });
    await isRefused(await browser.get(back));
    const code = new URL(back).searchParams.get('code') ?? '';
    expect(code).not.toBe('');
    expect(logged.join('')).not.toContain(code);
  });

  it('is refused where Slack gives no answer', async () => {
    const back = await throughSlack();
    peer.refuse('oauth.v2.access', { status: 503 });
    await isRefused(await browser.get(back));
  });

  it('is refused where nothing can be kept', async () => {
    const back = await throughSlack();
    await store.close();
    const answer = await browser.get(back);
    expect(answer.status).toBe(400);
    expect(opened).toEqual([]);
    store = await files.open();
    installations = sealedBy(key, store.installations, () => {});
    expect(await installations.list('slack')).toEqual([]);
  });

  it('says so where the person declined, and echoes nothing of the address', async () => {
    const address = `${publicUrl}/slack/oauth_redirect?state=x`;
    const declined = await browser.get(`${address}&error=access_denied`);
    expect(declined.status).toBe(200);
    expect(await declined.text()).toContain('何も変更されていません');
    const odd = await browser.get(`${address}&error=%3Cscript%3Ealert(1)%3C/script%3E`);
    expect(await isRefused(odd)).not.toMatch(/script|alert/);
  });
});

describe('the pages of an installation', () => {
  it('load nothing, are framed by nobody, and are kept nowhere', async () => {
    for (const path of ['install', 'oauth_redirect']) {
      const { headers } = await browser.get(`${publicUrl}/slack/${path}`);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    const page = await (await browser.get(`${publicUrl}/slack/oauth_redirect`)).text();
    expect(page).not.toMatch(/<(?:script|link|img|style|iframe)|https?:(?!\/\/bot\.example\.com)/);
  });

  it('are there for GET alone', async () => {
    for (const path of ['install', 'oauth_redirect']) {
      const answer = await fetch(`${server.url}/slack/${path}`, { method: 'POST' });
      expect(answer.status).toBe(405);
    }
    expect(accessCalls()).toEqual([]);
  });
});
