import { App, webApi } from '@slack/bolt';
import type { Log } from '../../log.ts';
import {
  type DrawPicture,
  type Handlers,
  type Place,
  type Platform,
  PlatformError,
} from '../platform.ts';
import { type Client, clientOptions, edit, post, probe } from './client.ts';
import { createDoor, type Way } from './door.ts';
import { find } from './find.ts';
import { createHomes } from './home.ts';
import { createIntake, type Intake } from './intake.ts';
import { listen, type Listening } from './listen.ts';
import { createUploads, picturePatience } from './pictures.ts';
import { refusalOf } from './refusals.ts';
import { sdkLogger, type Waits } from './socket.ts';
import type { Listen } from './web-door.ts';
import { whereIs } from './where.ts';
import { createWork } from './work.ts';
import { notInstalled, oneWorkspace, type Workspace } from './workspaces.ts';

export type { Way } from './door.ts';
export { pace } from './limits.ts';

/** How long is waited for what, ms. */
export interface Patience {
  /** For the pictures of a post. */
  readonly pictures: number;
  /** For an answer, before something stands for it. */
  readonly thinking: number;
  /** Between two tries to connect again. */
  readonly reconnect: Waits;
  /** Between two looks for what was heard and left. */
  readonly takeUp: number;
}

/** What connects to Slack. */
export interface SlackOptions {
  /** xoxb-…, from SLACK_BOT_TOKEN. */
  readonly botToken: string;
  readonly way: Way;
  /** Where requests are heard: SLACK_HTTP_HOST, SLACK_HTTP_PORT. */
  readonly listen: Listen;
  /** Base of the Web API, from SLACK_API_URL. */
  readonly apiUrl: string;
  readonly draw: DrawPicture;
  readonly patience?: Partial<Patience>;
  /** Epoch ms. */
  readonly now?: () => number;
  readonly log: Log;
}

/** Slack, and where it reaches us: http://127.0.0.1:3001, or null where nothing listens. */
export type Slack = Platform & { address(): string | null };

const usualPatience: Patience = {
  pictures: picturePatience,
  thinking: 1000,
  reconnect: { first: 500, longest: 30_000 },
  takeUp: 15_000,
};

/** The longest that stopping waits, ms. */
const stopTimeout = 10_000;

/** Slack by either way. Throws PlatformError where a token cannot be one. */
export function createSlack({
  botToken,
  way,
  listen: at,
  apiUrl,
  draw,
  log,
  patience: given = {},
  now = Date.now,
}: SlackOptions): Slack {
  checkToken('SLACK_BOT_TOKEN', botToken, 'xox', 'xoxb-');
  if ('appToken' in way) checkToken('SLACK_APP_TOKEN', way.appToken, 'xapp-', 'xapp-');
  const patience = { ...usualPatience, ...given };
  const options = () => ({ ...clientOptions(apiUrl), logger: sdkLogger(log) });
  const web = new webApi.WebClient(botToken, options());
  const work = createWork(log);
  const client: Client = {
    web,
    log,
    pictures: createUploads(web, draw, log, patience.pictures),
    later: (task) => void work.run('pictures', task),
  };
  const workspaces = oneWorkspace(client, createHomes(web, log));
  const door = createDoor(way, {
    listen: at,
    routes: [],
    apiUrl,
    waits: patience.reconnect,
    log,
    now,
  });
  let intake: Intake | null = null;

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
    const { receiver } = door;
    const shared = { logger: sdkLogger(log), clientOptions: options(), convoStore: false } as const;
    return new App({ token: botToken, receiver, deferInitialization: true, ...shared });
  }

  async function failed(error: Error): Promise<void> {
    log.error({ platform: 'slack', err: error }, 'event failed');
  }

  /** What hears; what Slack sends before it is opened waits with Slack. */
  function hearing(app: App, handlers: Handlers): Intake {
    const shared: Pick<Listening, 'log' | 'now' | 'work'> = {
      log,
      now,
      work: (name, task) => work.run(name, task),
    };
    const made = createIntake(app, {
      inbox: handlers.inbox,
      workspaceOf: () => null,
      every: patience.takeUp,
      ...shared,
    });
    const thinkingAfter = patience.thinking;
    listen(app, { handlers, workspaces, intake: made, thinkingAfter, ...shared });
    return made;
  }

  async function start(handlers: Handlers | null): Promise<void> {
    const app = createApp();
    app.error(failed);
    if (handlers) intake = hearing(app, handlers);
    await explained(() => app.init(), 'SLACK_BOT_TOKEN', apiUrl);
    if (handlers) await explained(() => door.open(), 'SLACK_APP_TOKEN', apiUrl);
    intake?.open();
  }

  return {
    start,
    address: () => door.address(),
    async stop() {
      intake?.close();
      const late = new Promise<void>((done) => setTimeout(done, stopTimeout).unref());
      await Promise.race([door.close().then(() => work.done()), late]);
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
    if (error instanceof PlatformError) throw error;
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
