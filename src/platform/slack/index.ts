import { App, webApi } from '@slack/bolt';
import type { Log } from '../../log.ts';
import {
  type DrawPicture,
  type Handlers,
  type Place,
  type Platform,
  PlatformError,
} from '../platform.ts';
import { type Client, clientOptions, edit, notPosted, notProbed, post, probe } from './client.ts';
import { createDoor, type Way } from './door.ts';
import { find, notFound } from './find.ts';
import { createGate, GatedClient } from './gate.ts';
import { createHomes, type Managers } from './home.ts';
import { installRoutes, type OAuthApp } from './install.ts';
import type { Access } from './installed.ts';
import { createIntake, type Intake } from './intake.ts';
import { listen, type Listening } from './listen.ts';
import { tellMissingScopes } from './missing-scopes.ts';
import { publicAddress } from './paths.ts';
import { createUploads, picturePatience } from './pictures.ts';
import { type Refusal, refusalOf } from './refusals.ts';
import { sdkLogger, type Waits } from './socket.ts';
import type { Listen } from './web-door.ts';
import { createWork } from './work.ts';
import {
  authorized,
  manyWorkspaces,
  oneWorkspace,
  type OpenWorkspace,
  workspaceAt,
  type Workspaces,
} from './workspaces.ts';

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
  /** xoxb-…, from SLACK_BOT_TOKEN; or the app that many workspaces install. */
  readonly botToken: string | OAuthApp;
  /** From SLACK_MANAGERS. */
  readonly managers?: Managers;
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
  managers = 'creators',
  patience: given = {},
  now = Date.now,
}: SlackOptions): Slack {
  const oauth = typeof botToken === 'string' ? null : botToken;
  if (typeof botToken === 'string') checkToken('SLACK_BOT_TOKEN', botToken, 'xox', 'xoxb-');
  if ('appToken' in way) checkToken('SLACK_APP_TOKEN', way.appToken, 'xapp-', 'xapp-');
  const patience = { ...usualPatience, ...given };
  const options = () => ({ ...clientOptions(apiUrl), logger: sdkLogger(log) });
  const work = createWork(log);
  const remedy = oauth
    ? `Install it again at ${publicAddress(oauth.publicUrl, 'install')}.`
    : 'Install it there.';
  const workspaces =
    typeof botToken === 'string'
      ? ofToken(new webApi.WebClient(botToken, options()))
      : manyWorkspaces({ installations: botToken.installations, open, now, log });
  const routes = oauth ? installRoutes({ app: oauth, apiUrl, opened, now, log }) : [];
  const waits = patience.reconnect;
  const door = createDoor(way, { listen: at, routes, apiUrl, waits, log, now });
  let intake: Intake | null = null;
  let told: Handlers | null = null;

  function clientOf(web: webApi.WebClient): Client {
    const pictures = createUploads(web, draw, log, patience.pictures);
    return { web, log, pictures, later: (task) => void work.run('pictures', task) };
  }

  function ofToken(web: webApi.WebClient): Workspaces {
    return oneWorkspace(clientOf(web), createHomes(web, { managers, whose: null, log }));
  }

  function open(id: string, access: Access): ReturnType<OpenWorkspace> {
    const gate = createGate({ workspace: id, remedy, now, log });
    const web = new GatedClient(access.token, options(), gate);
    const homes = createHomes(web, { managers, whose: access, log });
    const workspace = { id, client: clientOf(web), ...homes, bot: access.bot };
    return { workspace, isDead: () => gate.isDead() };
  }

  /** A workspace let the app in: what waited for it may go out. */
  async function opened(workspace: string): Promise<void> {
    await told?.happened({ kind: 'opened', platform: 'slack', workspace, channel: null });
  }

  /** What is done in the workspace of a place. */
  async function within<T extends { readonly state: string }>(
    place: Place,
    task: (client: Client) => Promise<T>,
    nowhere: (refusal: Refusal) => T,
  ): Promise<T> {
    const look = () => workspaceAt(workspaces, place, { remedy, log });
    const found = await look();
    if ('state' in found) return nowhere(found);
    const outcome = await task(found.client);
    if (!undone.includes(outcome.state)) return outcome;
    // Another process may have let the app in again, so that what Slack refused was a token of old.
    const newer = await look();
    return 'state' in newer || newer === found ? outcome : task(newer.client);
  }

  /** Without deferInitialization a bad token ends the process with an unhandled rejection. */
  function createApp(): App {
    const { receiver } = door;
    const shared = { logger: sdkLogger(log), clientOptions: options(), convoStore: false } as const;
    const all = { receiver, deferInitialization: true, ...shared };
    if (typeof botToken === 'string') return new App({ token: botToken, ...all });
    return new App({ authorize: (_, body) => authorized(workspaces, body ?? {}, log), ...all });
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
      workspaceOf: (body) => workspaces.idOf(body),
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
    told = handlers;
    // What cannot be read is told of now, not with the first post.
    const installed = await oauth?.installations.list('slack');
    if (installed) log.info({ platform: 'slack', workspaces: installed.length }, 'installed in');
    const one = handlers ? await workspaces.of(null) : null;
    if (one) void work.run('scopes', () => tellMissingScopes(one.client.web, log));
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
    post: (place, card, key) => within(place, (its) => post(its, place, card, key), notPosted),
    edit: (ref, card) => within(ref.place, (its) => edit(its, ref, card), notPosted),
    find: (place, key, since) => within(place, ({ web }) => find(web, place, key, since), notFound),
    probe: (place) => within(place, ({ web }) => probe(web, place), notProbed),
  };
}

/** What comes of work that Slack did nothing of. */
const undone: readonly string[] = ['refused', 'cannot', 'cannot_tell'];

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
