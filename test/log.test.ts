import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLog, masked } from '../src/log.ts';

// Of the right shape, belonging to nobody; put together here so that no scanner takes them for real.
const slackBot = ['xoxb', '1234567890', 'AbCdEfGhIjKl'].join('-');
const slackApp = ['xapp', '1', 'A0123', 'abcdef0123456789'].join('-');
const discord = [
  'MTIzNDU2Nzg5MDEyMzQ1Njc4',
  'GAbCdE',
  'abcdefghijklmnopqrstuvwxyz0123456789ab',
].join('.');
const longToken = 'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OmFiY2Rl';

const secrets: readonly (readonly [string, string, string])[] = [
  ['a Slack bot token', slackBot, '***'],
  ['a Slack app token', `token=${slackApp}`, 'token=***'],
  ['a Discord token', `Bot ${discord}`, 'Bot ***'],
  [
    'a PostgreSQL password',
    'postgres://kawa:s3cret@db:5432/kawa',
    'postgres://kawa:***@db:5432/kawa',
  ],
  [
    'a PostgreSQL password beside the address',
    'postgres://db/kawa?user=kawa&password=s3cret&sslmode=require',
    'postgres://db/kawa?user=kawa&password=***&sslmode=require',
  ],
  ['a password with @ in it', 'postgresql://kawa:p@ss@db/kawa', 'postgresql://kawa:***@db/kawa'],
  [
    'a Slack response address',
    'https://hooks.slack.com/commands/T0123/456/AbCdEfGh',
    'https://hooks.slack.com/commands/***',
  ],
  [
    'a Discord webhook',
    `https://discord.com/api/v10/webhooks/123/${longToken}`,
    'https://discord.com/api/v10/webhooks/123/***',
  ],
  [
    'a Discord interaction',
    `/api/interactions/123/${longToken}/callback`,
    '/api/interactions/123/***',
  ],
  [
    'a socket ticket',
    'wss://wss-primary.slack.com/link/?ticket=abc-def&app_id=1',
    'wss://wss-primary.slack.com/link/?ticket=***&app_id=1',
  ],
  [
    'what an installation comes back with',
    '/slack/oauth_redirect?code=1.2.ab&state=ey.J.x',
    '/slack/oauth_redirect?code=***&state=***',
  ],
];

const Line = z.looseObject({ level: z.string(), time: z.iso.datetime(), msg: z.string() });

function logged(level: string, write: (log: ReturnType<typeof createLog>) => void) {
  const lines: string[] = [];
  write(createLog(level, (line) => lines.push(line)));
  return lines;
}

describe('masked', () => {
  it.each(secrets)('hides %s and leaves the rest', (_, text, shown) => {
    expect(masked(text)).toBe(shown);
  });

  it.each([
    '純利益は77億8,800万ドル、前年比 16% 増',
    'posted meta/2023-q2 to slack:C0123456789:1700000000.000100',
    'postgres://localhost:5432/kawaraban',
    'https://discord.com/channels/123456789012345678/123456789012345678',
    'xoxb-…',
  ])('leaves %j as it is', (text) => {
    expect(masked(text)).toBe(text);
  });
});

describe('createLog', () => {
  it('writes one JSON line: a static message, its facts as fields, the time', () => {
    const [line, ...rest] = logged('info', (log) => log.info({ digest: 'meta/2023-q2' }, 'posted'));
    expect(rest).toEqual([]);
    expect(Line.parse(JSON.parse(line!))).toMatchObject({
      level: 'info',
      msg: 'posted',
      digest: 'meta/2023-q2',
    });
    expect(line!.endsWith('\n')).toBe(true);
  });

  it.each(secrets)('lets %s through in no field, message, error or cause', (_, text) => {
    const hidden = text.match(
      /(?<=ticket=)[\w-]+|xox\S+|xapp\S+|1\.2\.ab|MTI\S+|s3cret|p@ss|456\/\w+|aW5\w+/,
    )![0];
    const cause = Object.assign(new Error(`inner ${text}`), {
      config: { headers: { authorization: text } },
    });
    const lines = logged('info', (log) => {
      log.error(
        { err: new Error(`refused ${text}`, { cause }), text, deep: { list: [text] } },
        `at ${text}`,
      );
    });
    expect(lines.join('')).not.toContain(hidden);
    expect(lines.map((line) => Line.parse(JSON.parse(line)).level)).toEqual(['error']);
  });

  it('writes nothing below its level', () => {
    expect(logged('warn', (log) => log.info('quiet'))).toEqual([]);
    expect(logged('silent', (log) => log.error('quiet'))).toEqual([]);
    expect(logged('debug', (log) => log.debug('loud'))).toHaveLength(1);
  });
});
