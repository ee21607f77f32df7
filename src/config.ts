import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';

/** Variables by name, as process.env holds them. */
type Env = Readonly<Record<string, string | undefined>>;

const hosts = ['127.0.0.1', 'localhost', '::1'] as const;
const roles = ['all', 'gateway', 'worker'] as const;
const managers = ['creators', 'admins', 'members'] as const;
const hearings = ['mention', 'questions', 'all'] as const;
const ingesters = ['nobody', 'managers'] as const;
const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** Every environment variable there is, with its meaning and its default; .env.example is tested against it. */
export const settings = z.object({
  PORT: whole(0, 65_535).default(3000).describe('Port of the preview page; 0 takes any free one.'),
  HOST: z
    .enum(hosts, 'the page is for this machine only; choose one of these')
    .default('127.0.0.1')
    .describe(`Address the preview page listens on, this machine only: ${hosts.join(', ')}.`),
  DATA_DIR: z
    .string()
    .default('./data')
    .describe('Folder of the embedded database and of the pictures that were drawn.'),
  DIGESTS_DIR: z
    .string()
    .default('./digests')
    .describe('Folder of the digests and of subscriptions.yaml.'),
  DATABASE_URL: secret().describe(
    'PostgreSQL address (postgres://…); without it the embedded database serves.',
  ),
  KEEP_DAYS: whole(1, 3650)
    .default(30)
    .describe('Days that what people asked and were answered is kept: 1 to 3650.'),
  ROLE: z
    .enum(roles, 'choose one of these')
    .default('all')
    .describe(
      'What this process does: all of it, or with a shared PostgreSQL gateway (listens and plans, once) or worker (sends to the chats, as many as you like).',
    ),
  SLACK_BOT_TOKEN: secret('xoxb-').describe(
    'Slack bot token (xoxb-…); with SLACK_APP_TOKEN it turns Slack on.',
  ),
  SLACK_APP_TOKEN: secret('xapp-').describe(
    'Slack app-level token (xapp-…) with connections:write, for Socket Mode.',
  ),
  SLACK_SIGNING_SECRET: secret().describe(
    'Slack signing secret; instead of SLACK_APP_TOKEN it lets Slack call SLACK_HTTP_PORT.',
  ),
  SLACK_CLIENT_ID: z
    .string()
    .default('')
    .describe(
      'Slack client id; instead of SLACK_BOT_TOKEN it lets any workspace install the app, with the next three.',
    ),
  SLACK_CLIENT_SECRET: secret().describe('Slack client secret, for SLACK_CLIENT_ID.'),
  SLACK_PUBLIC_URL: z
    .union([z.literal(''), z.url('it must be a whole address, as https://…')])
    .default('')
    .describe('Where SLACK_HTTP_PORT is reached from outside, as https://bot.example.com.'),
  SECRET_KEY: secret(32).describe(
    'What the tokens of workspaces are encrypted with: 32 characters or more that nobody can guess.',
  ),
  SLACK_HTTP_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address that Slack’s requests and installations are heard on.'),
  SLACK_HTTP_PORT: whole(0, 65_535)
    .default(3001)
    .describe('Port that Slack’s requests and installations are heard on; 0 takes any free one.'),
  SLACK_MANAGERS: z
    .enum(managers, 'choose one of these')
    .default('creators')
    .describe(
      'Who says what a Slack channel gets: admins of the workspace, creators (those and whoever made the channel), or members (any full member).',
    ),
  SLACK_API_URL: z
    .url('it must be a whole address, as https://…')
    .default('https://slack.com/api/')
    .describe("Base of Slack's Web API; tests name another one."),
  THREADS: z
    .enum(hearings, 'choose one of these')
    .default('questions')
    .describe(
      'What is answered in the thread of a card where the channel settled nothing: mention (of the bot), questions, or all.',
    ),
  ASKS_PER_PERSON: whole(1, 10_000)
    .default(60)
    .describe('Questions of one person that are answered in an hour: 1 to 10000.'),
  ASKS_PER_CHANNEL: whole(1, 10_000)
    .default(300)
    .describe('Questions in one channel that are answered in an hour: 1 to 10000.'),
  INGEST_FROM_CHATS: z
    .enum(ingesters, 'choose one of these')
    .default('nobody')
    .describe(
      'Who may make a digest of a text in a chat: nobody, or managers (who say what a channel gets).',
    ),
  DISCORD_TOKEN: secret().describe('Discord bot token; it turns Discord on.'),
  DISCORD_API_URL: z
    .url('it must be a whole address, as https://…')
    .default('https://discord.com/api')
    .describe("Base of Discord's REST API; tests name another one."),
  LOG_LEVEL: z
    .enum(levels, 'choose one of these')
    .default('info')
    .describe(`How much is logged on stderr: ${levels.join(', ')}.`),
  LANG: z
    .string()
    .default('en')
    .describe('Language of messages to the operator: what begins with ja is Japanese.'),
  DEFAULT_ZONE: z
    .string()
    .refine((name) => name === '' || isZone(name), 'it must be a time zone such as Asia/Tokyo')
    .default('')
    .describe('Time zone of channels whose platform tells none, such as Asia/Tokyo.'),
});
export type Config = z.infer<typeof settings>;

const names = settings.keyof().options;

/** The names of the settings whose values are never shown, and which may come from NAME_FILE. */
export const secretSettings: readonly string[] = names.filter(
  (name) => settings.shape[name].meta()?.['secret'] === true,
);

/** A setting without those of which it needs one. */
interface Half {
  readonly set: string;
  readonly missing: readonly string[];
}

/** A setting that cannot be used; the message names it, never shows a secret, and says what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly #half: Half | null;

  constructor(message: string, half: Half | null = null) {
    super(message);
    this.#half = half;
  }

  /** The names of the one setting, and of those of which it needs one as a language lists them, where that is what is wrong. */
  half(lang: string): { readonly set: string; readonly missing: string } | null {
    if (this.#half === null) return null;
    const { set, missing } = this.#half;
    return { set, missing: new Intl.ListFormat(lang, { type: 'disjunction' }).format(missing) };
  }
}

/** The LANG of an environment as it stands, also where the rest of it cannot be used. */
export function languageTag(env: Env = { ...dotEnv(), ...process.env }): string {
  return env['LANG'] ?? 'en';
}

/**
 * The configuration of an environment: by default this process's, and below it the file .env.
 * Empty values count as unset; a secret may stand in the file that NAME_FILE names.
 * Throws ConfigError on the first setting that cannot be used.
 */
export function loadConfig(env: Env = { ...dotEnv(), ...process.env }): Config {
  const given = Object.fromEntries(
    names.map((name) => [name, valueOf(name, env)]).filter(([, value]) => value !== undefined),
  );
  const parsed = settings.safeParse(given);
  if (!parsed.success) throw unusable(parsed.error, given);
  return somethingToSend(sharedStore(wholeSlack(parsed.data)));
}

/** The configuration as it may be shown: of a secret only that it is set. */
export function redacted(config: Config): Record<string, string | number | undefined> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      secretSettings.includes(name) && value !== undefined ? 'set' : value,
    ]),
  );
}

function isZone(name: string): boolean {
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId !== '';
  } catch {
    return false;
  }
}

function secret(like: string | number = '') {
  const text =
    typeof like === 'string'
      ? z.string().startsWith(like, `it must begin with ${like}`)
      : z.string().min(like, `it must have ${like} characters or more`);
  return text.optional().meta({ secret: true });
}

function whole(least: number, most: number) {
  const error = `it must be a number from ${least} to ${most}`;
  // Not z.coerce: Number(' ') and Number('0x50') are numbers too, but nobody means them.
  const digits = z.string().regex(/^\d{1,5}$/, error);
  return digits.transform(Number).refine((number) => number >= least && number <= most, { error });
}

function dotEnv(): Env {
  try {
    return parseEnv(readFileSync('.env', 'utf8'));
  } catch {
    return {}; // there is none: the environment alone counts
  }
}

function valueOf(name: string, env: Env): string | undefined {
  if (env[name]) return env[name];
  const file = env[`${name}_FILE`];
  if (!file || !secretSettings.includes(name)) return undefined;
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    throw new ConfigError(
      `${name}_FILE names a file that cannot be read (${file}): correct the path or its permissions.`,
    );
  }
}

function unusable(error: z.ZodError<Config>, given: Env): ConfigError {
  const issue = error.issues[0];
  const name = names.find((known) => known === issue?.path[0]);
  if (!issue || !name) return new ConfigError('The environment cannot be used.');
  const value = secretSettings.includes(name) ? 'used' : JSON.stringify(given[name]);
  const meaning = settings.shape[name].description ?? '';
  return new ConfigError(`${name} cannot be ${value}: ${issue.message}. ${meaning}`);
}

function sharedStore(config: Config): Config {
  if (config.ROLE === 'all' || config.DATABASE_URL !== undefined) return config;
  throw new ConfigError(
    `ROLE=${config.ROLE} is set without DATABASE_URL: set both to share the work on one PostgreSQL, or neither.`,
    { set: `ROLE=${config.ROLE}`, missing: ['DATABASE_URL'] },
  );
}

function somethingToSend(config: Config): Config {
  const { ROLE: role, SLACK_BOT_TOKEN: bot, SLACK_CLIENT_ID: app, DISCORD_TOKEN: discord } = config;
  if (role !== 'worker' || bot !== undefined || app !== '' || discord !== undefined) return config;
  throw new ConfigError(
    'ROLE=worker sends to the chats, and none is turned on: set the tokens of Slack or Discord.',
  );
}

/** Slack needs a way in (one of two) and what it may post with (one of two, the second in four parts). */
function wholeSlack(config: Config): Config {
  oneOf(config, 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET');
  oneOf(config, 'SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID');
  const rest = ['SLACK_CLIENT_SECRET', 'SLACK_PUBLIC_URL', 'SECRET_KEY'] as const;
  for (const name of rest) if (config.SLACK_CLIENT_ID) wanted(config, 'SLACK_CLIENT_ID', name);
  wanted(config, 'SLACK_CLIENT_SECRET', 'SLACK_CLIENT_ID');
  const way = config.SLACK_SIGNING_SECRET ? 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN';
  const access = config.SLACK_CLIENT_ID ? 'SLACK_CLIENT_ID' : 'SLACK_BOT_TOKEN';
  wanted(config, way, access, 'SLACK_CLIENT_ID');
  wanted(config, access, way, 'SLACK_SIGNING_SECRET');
  return config;
}

/** Throws where both of two settings are given that stand for one another. */
function oneOf(config: Config, one: SlackSetting, other: SlackSetting): void {
  if (!config[one] || !config[other]) return;
  throw new ConfigError(`${one} and ${other} are both set: set one of them.`);
}

type SlackSetting = Extract<keyof Config, `SLACK_${string}` | 'SECRET_KEY'>;

/** Throws where a setting is given without the other that it needs, or one that does as well. */
function wanted(
  config: Config,
  set: SlackSetting,
  needed: SlackSetting,
  ...instead: readonly SlackSetting[]
): void {
  if (!config[set] || config[needed]) return;
  const missing = [needed, ...instead];
  throw new ConfigError(
    `${set} is set without ${missing.join(' or ')}: set both to turn Slack on, or neither.`,
    { set, missing },
  );
}
