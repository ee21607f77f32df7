import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { DrawPicture, Installations, Pace, Platform } from './platform.ts';
import type {
  ChatDrawings,
  PreviewChannel,
  PreviewMessages,
  PreviewNotice,
} from './preview/index.ts';
import type { Way } from './slack/index.ts';

/** What main hands to the platforms. */
export interface PlatformParts {
  readonly config: Config;
  readonly log: Log;
  readonly draw: DrawPicture;
  readonly messages: PreviewMessages;
  readonly channels: readonly PreviewChannel[];
  readonly drawings: ChatDrawings;
  /** What of posting needs the operator, for the preview's page. */
  readonly notices: () => Promise<readonly PreviewNotice[]>;
  /** The workspaces that installed an app, and what signs what goes through their browsers; null without a SECRET_KEY. */
  readonly installs: Installs | null;
}

/** What many workspaces may be kept with. */
export interface Installs {
  readonly installations: Installations;
  readonly stateSecret: string;
}

/** What the chats need of it. */
type ChatParts = Pick<PlatformParts, 'config' | 'log' | 'draw' | 'installs'>;

/** The preview's address is what a new user needs first. */
export type Preview = Platform & { address(): string };

/** The preview, always there; connects to nothing. */
export async function openPreview({
  config,
  log,
  draw,
  messages,
  channels,
  drawings,
  notices,
}: PlatformParts): Promise<Preview> {
  const { createPreview } = await import('./preview/index.ts');
  return createPreview({
    host: config.HOST,
    port: config.PORT,
    lang: config.LANG,
    // Whoever opens the page runs kawaraban, on this machine.
    zone: config.DEFAULT_ZONE || Intl.DateTimeFormat().resolvedOptions().timeZone,
    log,
    draw,
    messages,
    channels,
    drawings,
    notices,
  });
}

/** The app that many workspaces install, instead of a token; null where it is not set. */
function slackApp(config: Config, installs: Installs | null) {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = config;
  if (!clientId || !clientSecret || !installs) return null;
  return { clientId, clientSecret, publicUrl: config.SLACK_PUBLIC_URL, ...installs };
}

/** The chats, a line each: null where the configuration does not turn one on. SDKs load only here. */
const chats: Readonly<Record<string, (parts: ChatParts) => Promise<Platform | null>>> = {
  slack: async ({ config, draw, log, installs }) => {
    const { SLACK_API_URL: apiUrl, SLACK_MANAGERS: managers } = config;
    const botToken = config.SLACK_BOT_TOKEN ?? slackApp(config, installs);
    const listen = { host: config.SLACK_HTTP_HOST, port: config.SLACK_HTTP_PORT };
    const way = slackWay(config);
    if (!botToken || !way) return null;
    const { createSlack } = await import('./slack/index.ts');
    return createSlack({ botToken, way, listen, apiUrl, managers, draw, log });
  },
  discord: async ({ config: { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl }, draw, log }) =>
    token ? (await import('./discord/index.ts')).createDiscord({ token, apiUrl, draw, log }) : null,
};

/** How what people do on Slack reaches us; null where neither way is set. */
function slackWay({
  SLACK_APP_TOKEN: appToken,
  SLACK_SIGNING_SECRET: signingSecret,
}: Config): Way | null {
  if (appToken) return { appToken };
  return signingSecret ? { signingSecret } : null;
}

/** The names of the platforms there are, whether they run or not. */
export const platformNames: readonly string[] = ['preview', ...Object.keys(chats)];

/** Every chat the configuration turns on, by name, not started yet. */
export async function openChats(parts: ChatParts): Promise<Map<string, Platform>> {
  const opened = await Promise.all(
    Object.entries(chats).map(async ([name, open]) => [name, await open(parts)] as const),
  );
  return new Map(
    opened.flatMap(([name, platform]) => (platform ? [[name, platform] as const] : [])),
  );
}

const paces: Readonly<Record<string, () => Promise<Pace>>> = {
  slack: async () => (await import('./slack/index.ts')).pace,
  discord: async () => (await import('./discord/index.ts')).pace,
};

/** How fast each of some chats may be called, by name; the preview may be at any speed. */
export async function pacesOf(names: Iterable<string>): Promise<ReadonlyMap<string, Pace>> {
  const wanted = new Set(names);
  const known = Object.entries(paces).filter(([name]) => wanted.has(name));
  return new Map(
    await Promise.all(known.map(async ([name, pace]) => [name, await pace()] as const)),
  );
}
