import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { z } from 'zod';
import type { InstallRoute } from '../../../src/platform/slack/install.ts';

/** Where the pages of an installation are reached from outside; the browser of the tests knows its way there. */
export const publicUrl = 'https://bot.example.com';

/** The app as Slack knows it. */
export const oauthApp = {
  client_id: '11.22',
  client_secret: 'client-secret-of-the-peer',
  redirect_uris: [`${publicUrl}/slack/oauth_redirect`],
};

/** Hands a page of Slack's own on to emulate, and what it says back. */
export async function passOn(
  emulator: string,
  { url = '/', method = 'GET', headers }: IncomingMessage,
  raw: string,
  response: ServerResponse,
): Promise<void> {
  const type = headers['content-type'];
  const answer = await fetch(emulator + url, {
    method,
    redirect: 'manual',
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    ...(method === 'GET' ? {} : { body: raw }),
  });
  const location = answer.headers.get('location');
  if (location !== null) response.setHeader('location', location);
  response.writeHead(answer.status, { 'content-type': 'text/html' }).end(await answer.text());
}

/** A person's browser: keeps cookies, and stops at each redirect. */
export interface Browser {
  get(url: string): Promise<Response>;
  /** Sends the first form of a page. */
  send(page: string, at: string): Promise<Response>;
}

/** A browser that finds the public address at a server on loopback. */
export function openBrowser(server: string): Browser {
  const cookies = new Map<string, string>();

  async function ask(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const at = url.startsWith(publicUrl) ? server + url.slice(publicUrl.length) : url;
    const ours = at.startsWith(server) && cookie !== '' ? { cookie } : {};
    const answer = await fetch(at, { redirect: 'manual', ...init, headers: ours });
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    return answer;
  }

  return {
    get: (url) => ask(url),
    send(page, at) {
      const action = /<form[^>]* action="([^"]*)"/.exec(page)?.[1] ?? '';
      const fields = [...page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
      const form = fields.map(([, name = '', value = '']) => [
        name,
        value.replaceAll('&amp;', '&'),
      ]);
      return ask(new URL(action, at).href, { method: 'POST', body: new URLSearchParams(form) });
    },
  };
}

/** A server of some routes on loopback. */
export async function serve(routes: readonly InstallRoute[]) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', publicUrl);
    const route = routes.find(({ path }) => path === pathname);
    if (route) void route.handle(request, response);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
