import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { Log } from '../../log.ts';
import type { Installations } from '../platform.ts';
import { clientOptions } from './client.ts';
import { guard, showPage } from './install-page.ts';
import { installationOf } from './installed.ts';
import { botScopes } from './scopes.ts';
import { sdkLogger } from './socket.ts';
import { paths, publicAddress } from './paths.ts';

/** What an app that any workspace may install is known by, instead of a bot token. */
export interface OAuthApp {
  /** From SLACK_CLIENT_ID and SLACK_CLIENT_SECRET. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the pages of the installation are reached, from SLACK_PUBLIC_URL. */
  readonly publicUrl: string;
  /** What signs the state that goes to Slack and comes back. */
  readonly stateSecret: string;
  readonly installations: Installations;
}

/** A page that is served for GET alone. Its promise never rejects. */
export interface InstallRoute {
  readonly path: string;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** What the pages are made of; `opened` is told of each workspace that let the app in. */
interface InstallParts {
  readonly app: OAuthApp;
  readonly apiUrl: string;
  readonly opened: (workspace: string) => Promise<void>;
  readonly now: () => number;
  readonly log: Log;
}

/** The pages by which a workspace installs the app: to Slack's own page, and back from it with a code. */
export function installRoutes(parts: InstallParts): readonly InstallRoute[] {
  const { log } = parts;
  const { publicUrl } = parts.app;
  const begin = publicAddress(publicUrl, 'install');
  const redirectUri = publicAddress(publicUrl, 'redirect');
  const { installer } = receiverOf(parts);
  if (!installer) throw new Error('Bolt made no installer of these options.');

  const route = (
    path: string,
    serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  ): InstallRoute => ({
    path,
    async handle(request, response) {
      guard(response);
      try {
        if (request.method === 'GET') await serve(request, response);
        else response.writeHead(405, { allow: 'GET' }).end();
      } catch {
        // The error's own words may hold what the address held.
        log.warn({ platform: 'slack', path }, 'page of the installation failed');
        if (!response.headersSent) showPage(response, 'failed', begin);
      }
    },
  });

  return [
    route(paths.install, (request, response) =>
      installer.handleInstallPath(request, response, {}, { scopes: [...botScopes], redirectUri }),
    ),
    route(paths.redirect, (request, response) =>
      installer.handleCallback(request, response, {
        success: () => showPage(response, 'done', begin),
        failure: ({ code }) => {
          log.info({ platform: 'slack', code }, 'not installed');
          showPage(response, isCancelled(request) ? 'cancelled' : 'failed', begin);
        },
      }),
    ),
  ];
}

/** Of Bolt's receiver the installer alone is used: it hears no events. */
function receiverOf({ app, apiUrl, opened, now, log }: InstallParts): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret: app.stateSecret,
    endpoints: [],
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    stateSecret: app.stateSecret,
    logger: sdkLogger(log),
    installationStore: {
      async storeInstallation(granted) {
        const kept = installationOf(granted, now());
        if (typeof kept === 'string') {
          log.warn({ platform: 'slack', reason: kept }, 'installation not kept');
          throw new Error(kept);
        }
        await app.installations.keep('slack', kept);
        log.info({ platform: 'slack', workspace: kept.workspace }, 'installed');
        await opened(kept.workspace);
      },
      // Events are authorized by what is kept, not by Bolt.
      fetchInstallation: () => Promise.reject(new Error('nothing is fetched here')),
    },
    installerOptions: {
      directInstall: true,
      clientOptions: clientOptions(apiUrl),
      authorizationUrl: new URL('../oauth/v2/authorize', apiUrl).href,
    },
  });
}

/** Slack comes back with an error instead of a code where the person said no. */
function isCancelled({ url = '/' }: IncomingMessage): boolean {
  return new URL(url, 'http://localhost').searchParams.get('error') === 'access_denied';
}
