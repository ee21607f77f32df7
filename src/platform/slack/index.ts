import { App, webApi } from '@slack/bolt';
import type { Log } from '../../log.ts';
import {
  type DrawPicture,
  type Handlers,
  type Place,
  type Platform,
  PlatformError,
} from '../platform.ts';
import {
  type Client,
  clientOptions,
  edit,
  find,
  notFound,
  notPosted,
  notProbed,
  post,
  probe,
} from './client.ts';
import { createGate, GatedClient } from './gate.ts';
import { createHomes, type Managers } from './home.ts';
import { installUrl, type OAuthApp } from './install.ts';
import type { Access } from './installed.ts';
import { listen } from './listen.ts';
import { createUploads, picturePatience as usualPatience } from './pictures.ts';
import { type Refusal, refusalOf } from './refusals.ts';
import { createSocket, sdkLogger } from './socket.ts';
import { createWork } from './work.ts';
import {
  authorized,
  manyWorkspaces,
  oneWorkspace,
  type OpenWorkspace,
  workspaceAt,
  type Workspaces,
} from './workspaces.ts';

export { pace } from './limits.ts';

/** What connects to Slack. */
export interface SlackOptions {
  /** xoxb-…, from SLACK_BOT_TOKEN; or the app that many workspaces install. */
  readonly botToken: string | OAuthApp;
  /** From SLACK_MANAGERS. */
  readonly managers?: Managers;
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
  managers = 'creators',
  picturePatience = usualPatience,
}: SlackOptions): Platform {
  const oauth = typeof botToken === 'string' ? null : botToken;
  if (typeof botToken === 'string') checkToken('SLACK_BOT_TOKEN', botToken, 'xox', 'xoxb-');
  checkToken('SLACK_APP_TOKEN', appToken, 'xapp-', 'xapp-');
  const options = () => ({ ...clientOptions(apiUrl), logger: sdkLogger(log) });
  const socket = createSocket(appToken, apiUrl, log);
  const work = createWork(log);
  const remedy = oauth
    ? `Install it again at ${installUrl(oauth.publicUrl)}.`
    : 'Install it there.';
  const workspaces =
    typeof botToken === 'string'
      ? ofToken(new webApi.WebClient(botToken, options()))
      : manyWorkspaces({ installations: botToken.installations, open, now: Date.now, log });

  function clientOf(web: webApi.WebClient): Client {
    const pictures = createUploads(web, draw, log, picturePatience);
    return { web, log, pictures, later: (task) => void work.run('pictures', task) };
  }

  function ofToken(web: webApi.WebClient): Workspaces {
    return oneWorkspace(clientOf(web), createHomes(web, { managers, whose: null, log }));
  }

  function open(id: string, access: Access): ReturnType<OpenWorkspace> {
    const gate = createGate({ workspace: id, remedy, now: Date.now, log });
    const web = new GatedClient(access.token, options(), gate);
    const homeOf = createHomes(web, { managers, whose: access, log });
    const workspace = { id, client: clientOf(web), homeOf, bot: access.bot };
    return { workspace, isDead: () => gate.isDead() };
  }

  /** What is done in the workspace of a place. */
  async function within<T>(
    place: Place,
    task: (client: Client) => Promise<T>,
    nowhere: (refusal: Refusal) => T,
  ): Promise<T> {
    const found = await workspaceAt(workspaces, place, { remedy, log });
    return 'state' in found ? nowhere(found) : task(found.client);
  }

  /** Without deferInitialization a bad token ends the process with an unhandled rejection. */
  function createApp(): App {
    const shared = { logger: sdkLogger(log), clientOptions: options(), convoStore: false } as const;
    const { receiver } = socket;
    const all = { receiver, deferInitialization: true, ...shared };
    if (typeof botToken === 'string') return new App({ token: botToken, ...all });
    return new App({ authorize: (_, body) => authorized(workspaces, body ?? {}, log), ...all });
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
    // What cannot be read is told of now, not with the first post.
    const installed = await oauth?.installations.list('slack');
    if (installed) log.info({ platform: 'slack', workspaces: installed.length }, 'installed in');
    if (handlers) await explained(() => socket.open(), 'SLACK_APP_TOKEN', apiUrl);
  }

  return {
    start,
    async stop() {
      const late = new Promise<void>((done) => setTimeout(done, stopTimeout).unref());
      await Promise.race([socket.close().then(() => work.done()), late]);
    },
    post: (place, card, key) => within(place, (its) => post(its, place, card, key), notPosted),
    edit: (ref, card) => within(ref.place, (its) => edit(its, ref, card), notPosted),
    find: (place, key, since) => within(place, ({ web }) => find(web, place, key, since), notFound),
    probe: (place) => within(place, ({ web }) => probe(web, place), notProbed),
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
