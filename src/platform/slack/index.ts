import { App, webApi } from '@slack/bolt';
import type { Log } from '../../log.ts';
import {
  type DrawPicture,
  type Handlers,
  type Place,
  type Platform,
  PlatformError,
} from '../platform.ts';
import { type Client, clientOptions, edit, find, post, probe } from './client.ts';
import { createHomes } from './home.ts';
import { listen } from './listen.ts';
import { tellMissingScopes } from './missing-scopes.ts';
import { createUploads, picturePatience as usualPatience } from './pictures.ts';
import { refusalOf } from './refusals.ts';
import { createSocket, sdkLogger } from './socket.ts';
import { whereIs } from './where.ts';
import { createWork } from './work.ts';
import { notInstalled, oneWorkspace, type Workspace } from './workspaces.ts';

export { pace } from './limits.ts';

/** What connects to Slack. */
export interface SlackOptions {
  /** xoxb-…, from SLACK_BOT_TOKEN. */
  readonly botToken: string;
  /** xapp-…, from SLACK_APP_TOKEN. */
  readonly appToken: string;
  /** Base of the Web API, from SLACK_API_URL. */
  readonly apiUrl: string;
  readonly draw: DrawPicture;
  /** How long a post waits for its pictures, ms. */
  readonly picturePatience?: number;
  readonly log: Log;
}

/** The longest that stopping waits, ms. */
const stopTimeout = 10_000;

/** Slack in Socket Mode. Throws PlatformError where a token cannot be one. */
export function createSlack({
  botToken,
  appToken,
  apiUrl,
  draw,
  log,
  picturePatience = usualPatience,
}: SlackOptions): Platform {
  checkToken('SLACK_BOT_TOKEN', botToken, 'xox', 'xoxb-');
  checkToken('SLACK_APP_TOKEN', appToken, 'xapp-', 'xapp-');
  const options = () => ({ ...clientOptions(apiUrl), logger: sdkLogger(log) });
  const web = new webApi.WebClient(botToken, options());
  const socket = createSocket(appToken, apiUrl, log);
  const work = createWork(log);
  const client: Client = {
    web,
    log,
    pictures: createUploads(web, draw, log, picturePatience),
    later: (task) => void work.run('pictures', task),
  };
  const workspaces = oneWorkspace(client, createHomes(web, log));

  /** What is done in the workspace of a place. */
  async function within<T>(
    { channel }: Place,
    task: (workspace: Workspace) => Promise<T>,
    nowhere: T,
  ): Promise<T> {
    const workspace = await workspaces.of(whereIs(channel).workspace);
    return workspace === null ? nowhere : task(workspace);
  }

  /** Without deferInitialization a bad token ends the process with an unhandled rejection. */
  function createApp(): App {
    const { receiver } = socket;
    const shared = { logger: sdkLogger(log), clientOptions: options(), convoStore: false } as const;
    return new App({ token: botToken, receiver, deferInitialization: true, ...shared });
  }

  async function failed(error: Error): Promise<void> {
    log.error({ platform: 'slack', err: error }, 'event failed');
  }

  async function start(handlers: Handlers | null): Promise<void> {
    const app = createApp();
    app.error(failed);
    if (handlers)
      listen(app, { handlers, workspaces, log, work: (name, task) => work.run(name, task) });
    await explained(() => app.init(), 'SLACK_BOT_TOKEN', apiUrl);
    if (handlers) void work.run('scopes', () => tellMissingScopes(web, log));
    if (handlers) await explained(() => socket.open(), 'SLACK_APP_TOKEN', apiUrl);
  }

  return {
    start,
    async stop() {
      const late = new Promise<void>((done) => setTimeout(done, stopTimeout).unref());
      await Promise.race([socket.close().then(() => work.done()), late]);
    },
    post: (place, card, key) =>
      within(place, ({ client: its }) => post(its, place, card, key), notInstalled),
    edit: (ref, card) => within(ref.place, ({ client: its }) => edit(its, ref, card), notInstalled),
    find: (place, key, since) =>
      within(place, ({ client: its }) => find(its.web, place, key, since), {
        state: 'cannot_tell',
        reason: notInstalled.reason,
      }),
    probe: (place) =>
      within(place, ({ client: its }) => probe(its.web, place), {
        state: 'cannot',
        reason: notInstalled.reason,
        grant: notInstalled.grant,
        scope: 'channel',
      }),
  };
}

/** What cannot be a token is told before Slack is asked; fetch would show it in its error. */
function checkToken(setting: string, token: string, prefix: string, usual: string): void {
  if (token.startsWith(prefix) && /^[\x21-\x7e]+$/.test(token)) return;
  throw new PlatformError(
    `${setting} is not a token of Slack's that begins with ${usual}; copy it again from the app's page at api.slack.com/apps.`,
  );
}

async function explained(
  step: () => Promise<unknown>,
  setting: string,
  apiUrl: string,
): Promise<void> {
  try {
    await step();
  } catch (error) {
    throw new PlatformError(whyNot(error, setting, apiUrl));
  }
}

function whyNot(error: unknown, setting: string, apiUrl: string): string {
  if (error instanceof webApi.WebAPIPlatformError && refusalOf(error).state === 'refused') {
    return `Slack does not accept ${setting} (${error.data.error}); copy the token again from the app's page at api.slack.com/apps.`;
  }
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return `Slack asks to wait ${error.retryAfter} s before the next start; start again then.`;
  }
  return `Slack cannot be reached at ${apiUrl}; check the network and SLACK_API_URL.`;
}
