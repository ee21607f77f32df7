import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, redacted, secretSettings, settings } from '../src/config.ts';

const names = settings.keyof().options;
const defaults = {
  PORT: 3000,
  HOST: '127.0.0.1',
  DATA_DIR: './data',
  DIGESTS_DIR: './digests',
  KEEP_DAYS: 30,
  ROLE: 'all',
  SLACK_API_URL: 'https://slack.com/api/',
  DISCORD_API_URL: 'https://discord.com/api',
  SLACK_CLIENT_ID: '',
  SLACK_PUBLIC_URL: '',
  SLACK_HTTP_HOST: '127.0.0.1',
  SLACK_HTTP_PORT: 3001,
  SLACK_MANAGERS: 'creators',
  THREADS: 'questions',
  ASKS_PER_PERSON: 60,
  ASKS_PER_CHANNEL: 300,
  INGEST_FROM_CHATS: 'nobody',
  LOG_LEVEL: 'info',
  LANG: 'en',
  DEFAULT_ZONE: '',
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kawaraban-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('loadConfig', () => {
  it('gives every setting a default that works, and no secret one', () => {
    expect(loadConfig({})).toEqual(defaults);
  });

  it('takes empty values as unset', () => {
    const empty = Object.fromEntries(names.map((name) => [name, '']));
    expect(loadConfig(empty)).toEqual(defaults);
  });

  it('reads what is given', () => {
    const env = { PORT: '8080', HOST: '::1', DISCORD_TOKEN: 'a.b.c', LANG: 'ja_JP.UTF-8' };
    expect(loadConfig(env)).toMatchObject({ ...env, PORT: 8080 });
  });

  it.each(['gateway', 'worker'])('wants a shared store for a %s', (role) => {
    const token = { DISCORD_TOKEN: 'a.b.c' };
    expect(() => loadConfig({ ROLE: role, ...token })).toThrow(
      `ROLE=${role} is set without DATABASE_URL: set both to share the work on one PostgreSQL, or neither.`,
    );
    const shared = { ROLE: role, DATABASE_URL: 'postgres://127.0.0.1/news', ...token };
    expect(loadConfig(shared).ROLE).toBe(role);
  });

  it('wants a chat for a worker, and no role that there is not', () => {
    const shared = { DATABASE_URL: 'postgres://127.0.0.1/news' };
    expect(() => loadConfig({ ROLE: 'worker', ...shared })).toThrow(/none is turned on/);
    expect(loadConfig({ ROLE: 'gateway', ...shared }).ROLE).toBe('gateway');
    expect(() => loadConfig({ ROLE: 'boss', ...shared })).toThrow(/^ROLE cannot be "boss"/);
  });

  it('takes a zone that exists, and no other', () => {
    expect(loadConfig({ DEFAULT_ZONE: 'Asia/Tokyo' }).DEFAULT_ZONE).toBe('Asia/Tokyo');
    expect(() => loadConfig({ DEFAULT_ZONE: 'Asia/Tokio' })).toThrow(
      'DEFAULT_ZONE cannot be "Asia/Tokio": it must be a time zone such as Asia/Tokyo.',
    );
  });

  it('reads a secret from the file that NAME_FILE names, without its line end', () => {
    const file = join(folder, 'token');
    writeFileSync(file, 'from-a-file\n');
    expect(loadConfig({ DISCORD_TOKEN_FILE: file }).DISCORD_TOKEN).toBe('from-a-file');
    expect(loadConfig({ DISCORD_TOKEN_FILE: file, DISCORD_TOKEN: 'x' }).DISCORD_TOKEN).toBe('x');
  });

  it('reads .env of the current folder, below the environment', () => {
    writeFileSync(join(folder, '.env'), 'PORT=4000\nLOG_LEVEL=silent # quiet\n');
    const [before, level] = [process.cwd(), process.env['LOG_LEVEL']];
    try {
      process.chdir(folder);
      process.env['LOG_LEVEL'] = 'warn';
      expect(loadConfig()).toMatchObject({ PORT: 4000, LOG_LEVEL: 'warn' });
    } finally {
      process.chdir(before);
      if (level === undefined) delete process.env['LOG_LEVEL'];
      else process.env['LOG_LEVEL'] = level;
    }
  });

  it.each([
    [{ PORT: 'abc' }, /^PORT cannot be "abc": it must be a number from 0 to 65535\. /],
    [{ PORT: '65536' }, /^PORT cannot be "65536": it must be a number from 0 to 65535\. /],
    [{ PORT: '0x50' }, /^PORT cannot be "0x50"/],
    [{ KEEP_DAYS: '0' }, /^KEEP_DAYS cannot be "0": it must be a number from 1 to 3650\. Days/],
    [{ KEEP_DAYS: '3651' }, /^KEEP_DAYS cannot be "3651"/],
    [{ KEEP_DAYS: '1.5' }, /^KEEP_DAYS cannot be "1\.5"/],
    [{ HOST: '0.0.0.0' }, /^HOST cannot be "0\.0\.0\.0": .*this machine only/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL cannot be "loud": .*debug, info, warn, error, silent\.$/],
    [{ SLACK_API_URL: 'slack' }, /^SLACK_API_URL cannot be "slack": it must be a whole address/],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, /without SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: set both/],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, /without SLACK_BOT_TOKEN or SLACK_CLIENT_ID: set both/],
    [
      { SLACK_SIGNING_SECRET: 's' },
      /^SLACK_SIGNING_SECRET is set without SLACK_BOT_TOKEN or SLACK_CLIENT_ID: set both/,
    ],
    [
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: 's' },
      /^SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set: set one of them\.$/,
    ],
    [
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_CLIENT_ID: '1.2' },
      /^SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set/,
    ],
    [{ SLACK_CLIENT_ID: '1.2', SLACK_APP_TOKEN: 'xapp-1' }, /without SLACK_CLIENT_SECRET/],
    [{ SLACK_CLIENT_SECRET: 's' }, /^SLACK_CLIENT_SECRET is set without SLACK_CLIENT_ID/],
    [{ SECRET_KEY: 'short' }, /^SECRET_KEY cannot be used: it must have 32 characters or more\. /],
    [{ DISCORD_TOKEN_FILE: '/no/such' }, /^DISCORD_TOKEN_FILE names a file .*\/no\/such/],
  ])('refuses %j with a sentence that says what to do', (env, sentence) => {
    expect(() => loadConfig(env)).toThrow(ConfigError);
    expect(() => loadConfig(env)).toThrow(sentence);
  });

  it('never shows a secret in an error: the two Slack tokens changed over', () => {
    const env = { SLACK_BOT_TOKEN: 'xapp-confidential', SLACK_APP_TOKEN: 'xoxb-confidential' };
    expect(() => loadConfig(env)).toThrow(/^SLACK_BOT_TOKEN .* must begin with xoxb-/);
    expect(() => loadConfig(env)).not.toThrow(/confidential/);
  });
});

describe('redacted', () => {
  it('shows of a secret only that it is set', () => {
    const all = Object.fromEntries(secretSettings.map((name) => [name, 'confidential'.repeat(3)]));
    const { SLACK_BOT_TOKEN: _bot, SLACK_APP_TOKEN: _app, ...many } = all;
    const { SLACK_SIGNING_SECRET: _signing, SLACK_CLIENT_SECRET: _client, ...one } = all;
    const tokens = { SLACK_BOT_TOKEN: 'xoxb-confidential', SLACK_APP_TOKEN: 'xapp-confidential' };
    const app = { SLACK_CLIENT_ID: '1.2', SLACK_PUBLIC_URL: 'https://bot.example.com' };
    for (const env of [
      { ...one, ...tokens },
      { ...many, ...app },
    ]) {
      const shown = redacted(loadConfig({ ...env, PORT: '8080' }));
      expect(JSON.stringify(shown)).not.toContain('confidential');
      const set = Object.keys(env).filter((name) => secretSettings.includes(name));
      const told = Object.fromEntries(set.map((name) => [name, 'set']));
      expect(shown).toMatchObject({ PORT: 8080, ...told });
    }
  });

  it('holds every setting that is a token or an address with a password', () => {
    const secrets = names.filter((name) => /TOKEN|SECRET|KEY|PASSWORD|DATABASE/.test(name));
    expect(secretSettings).toEqual(secrets);
  });
});

describe('.env.example', () => {
  it('holds every setting in order with its meaning and its default, secrets empty', async () => {
    // `npx vitest run test/config.test.ts -u` writes the file anew after a change of the settings.
    const lines = names.map((name) => `# ${settings.shape[name].description}\n${lineOf(name)}\n`);
    await expect([head, ...lines].join('\n')).toMatchFileSnapshot('../.env.example');
  });

  it('is the default configuration, as it stands and with every line of it turned on', () => {
    const text = readFileSync('.env.example', 'utf8');
    expect(loadConfig(parseEnv(text))).toEqual(defaults);
    const turnedOn = parseEnv(text.replaceAll(/^#(?=[A-Z_]+=)/gm, ''));
    expect(Object.keys(turnedOn).toSorted()).toEqual(names.toSorted());
    expect(loadConfig(turnedOn)).toEqual(defaults);
  });
});

const head = `# Copy to .env and fill in what you need; everything has a default that works.
# What is set in the environment wins over .env. A secret may also come from a file:
# DISCORD_TOKEN_FILE=/run/secrets/discord reads the token from there.
`;

function lineOf(name: (typeof names)[number]): string {
  return secretSettings.includes(name) ? `${name}=` : `#${name}=${loadConfig({})[name]}`;
}
