import { readFileSync } from 'node:fs';
import type { webApi } from '@slack/bolt';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { languageCodes } from '../../../src/language/index.ts';
import type { CommandSpec } from '../../../src/platform/platform.ts';
import {
  anyAddress,
  appManifest,
  commandNames,
  type ManifestSettings,
} from '../../../src/platform/slack/manifest.ts';

/** What Slack says of a manifest: docs.slack.dev/reference/app-manifest, and its published schema. */
const text = (most: number) => z.string().min(1).max(most);
const address = z
  .string()
  .regex(/^https:\/\//)
  .max(3000);
const Manifest = z.strictObject({
  display_information: z.strictObject({ name: text(35), description: text(140) }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    bot_user: z.strictObject({
      display_name: text(80).regex(/^[a-z0-9._-]+$/),
      always_online: z.boolean(),
    }),
    shortcuts: z
      .array(
        z.strictObject({
          name: text(24),
          callback_id: text(255).regex(/^kawaraban:/),
          description: text(150),
          type: z.enum(['message', 'global']),
        }),
      )
      .min(1)
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: text(32).regex(/^\/[^\s\p{Lu}]+$/u),
          description: text(2000),
          usage_hint: text(1000).optional(),
          should_escape: z.literal(false),
          url: address.optional(),
        }),
      )
      .min(1)
      .max(50),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(address).length(1).optional(),
    scopes: z.strictObject({ bot: z.array(text(50)).max(255) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: address.optional(),
      bot_events: z.array(text(50)).max(100),
    }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: address.optional() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});

const bare: ManifestSettings = {
  SLACK_APP_TOKEN: undefined,
  SLACK_BOT_TOKEN: undefined,
  SLACK_CLIENT_ID: '',
  SLACK_PUBLIC_URL: '',
  SLACK_SIGNING_SECRET: undefined,
};
const url = 'https://bot.example.com/';

function spec(name: string, hint = 'q2', description = name): CommandSpec {
  const both = { ja: `${description}の決算`, en: `${description} earnings` };
  return { name, description: both, choices: hint ? [{ text: hint, description: both }] : [] };
}
const specs = [spec('digest', 'meta q2'), spec('meta'), spec('nvidia', '')];

function urlsIn(manifest: unknown): readonly string[] {
  return [...new Set(JSON.stringify(manifest).match(/https?:[^"]+/g))];
}

describe('the manifest of the Slack app', () => {
  it('asks for no address by Socket Mode, which is what nothing configured means', () => {
    for (const given of [bare, { ...bare, SLACK_APP_TOKEN: 'xapp-1', SLACK_PUBLIC_URL: url }]) {
      const app = Manifest.parse(appManifest(specs, { ...given, SLACK_BOT_TOKEN: 'xoxb-1' }, 'en'));
      expect(app.settings).toMatchObject({ socket_mode_enabled: true, org_deploy_enabled: false });
      expect(urlsIn(app)).toEqual([]);
    }
  });

  it('names one address for events, commands and presses where Slack calls kawaraban', () => {
    const signed = { ...bare, SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1' };
    const app = Manifest.parse(appManifest(specs, { ...signed, SLACK_PUBLIC_URL: url }, 'en'));
    expect(app.settings.socket_mode_enabled).toBe(false);
    expect(urlsIn(app)).toEqual(['https://bot.example.com/slack/events']);
    const { request_url: presses } = app.settings.interactivity;
    expect(app.settings.event_subscriptions.request_url).toBe(presses);
    expect(app.features.slash_commands.map((command) => command.url)).toEqual([
      presses,
      presses,
      presses,
    ]);
    const blank = Manifest.parse(appManifest(specs, signed, 'en'));
    expect(urlsIn(blank)).toEqual([`${anyAddress}/slack/events`]);
  });

  it('can be made for an address before there is an app, and so no signing secret', () => {
    const app = Manifest.parse(appManifest(specs, { ...bare, SLACK_PUBLIC_URL: url }, 'en'));
    expect(app.settings.socket_mode_enabled).toBe(false);
    expect(app.oauth_config.redirect_urls).toEqual([
      'https://bot.example.com/slack/oauth_redirect',
    ]);
  });

  it('leads installations back, and lets organisations install, where many workspaces may', () => {
    const many = {
      ...bare,
      SLACK_CLIENT_ID: '1.2',
      SLACK_PUBLIC_URL: url,
      SLACK_APP_TOKEN: 'xapp-1',
    };
    const app = Manifest.parse(appManifest(specs, many, 'en'));
    expect(app.settings).toMatchObject({ org_deploy_enabled: true, socket_mode_enabled: true });
    expect(urlsIn(app)).toEqual(['https://bot.example.com/slack/oauth_redirect']);
  });

  it('gives each command what follows it, and none where nothing does', () => {
    const { features } = Manifest.parse(appManifest(specs, bare, 'en'));
    expect(features.slash_commands).toEqual([
      {
        command: '/digest',
        description: 'digestの決算 / digest earnings',
        usage_hint: 'meta q2',
        should_escape: false,
      },
      {
        command: '/meta',
        description: 'metaの決算 / meta earnings',
        usage_hint: 'q2',
        should_escape: false,
      },
      {
        command: '/nvidia',
        description: 'nvidiaの決算 / nvidia earnings',
        should_escape: false,
      },
    ]);
  });

  it.each(languageCodes)('offers shortcuts under names that fit, in %s', (lang) => {
    const { features } = Manifest.parse(appManifest(specs, bare, lang));
    const ids = features.shortcuts.map(({ type, callback_id: id }) => `${type} ${id}`);
    expect(ids).toEqual([
      'message kawaraban:ask',
      'message kawaraban:ingest',
      'global kawaraban:ingest_text',
    ]);
    const japanese = features.shortcuts.every(({ name }) => /[ぁ-ん]/.test(name));
    expect(japanese).toBe(lang === 'ja');
    expect(features.shortcuts.every(({ description }) => / \/ [A-Z]/.test(description))).toBe(true);
  });

  it('stays within Slack’s limits, whatever companies are called and however many there are', () => {
    const name = fc.oneof(
      fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,40}$/),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
    );
    const given = fc.uniqueArray(fc.tuple(name, fc.string({ maxLength: 1500 })), {
      maxLength: 80,
      selector: ([of]) => of,
    });
    fc.assert(
      fc.property(given, (companies) => {
        const all = [specs[0]!, ...companies.map(([of, hint]) => spec(of, hint, hint.repeat(3)))];
        const app = appManifest(all, bare, 'en');
        const { features } = Manifest.parse(app);
        const commands = features.slash_commands.map(({ command }) => command);
        expect(commands).toEqual(commandNames(all).taken);
        expect(commands[0]).toBe('/digest');
        const { taken, unfit, beyond } = commandNames(all);
        expect([...taken, ...unfit, ...beyond].toSorted()).toEqual(
          all.map((each) => `/${each.name}`).toSorted(),
        );
        expect(parse(stringify(app, { lineWidth: 0 }))).toEqual(app);
      }),
    );
  });

  it('knows what is no command of Slack’s', () => {
    const names = [
      'meta',
      'Meta',
      'berkshire hathaway',
      'a/b',
      '',
      'トヨタ',
      'x'.repeat(31),
      'x'.repeat(32),
    ];
    expect(commandNames(names.map((name) => ({ name }))).unfit).toEqual([
      '/Meta',
      '/berkshire hathaway',
      '/a/b',
      '/',
      `/${'x'.repeat(32)}`,
    ]);
  });

  it('is what Slack’s own types call a manifest, with events and scopes that these know', () => {
    const { display_information, features, oauth_config, settings } = appManifest(
      specs,
      bare,
      'en',
    );
    // The types of events and scopes are lists of words; those are looked for below.
    const typed: webApi.AppsManifestCreateArguments['manifest'] = {
      display_information,
      features,
      settings: { ...settings, event_subscriptions: { bot_events: [] } },
    };
    expect(typed.features?.slash_commands).toHaveLength(3);
    const types = readFileSync(
      'node_modules/@slack/web-api/dist/types/request/manifest.d.ts',
      'utf8',
    );
    const listed = (type: string) =>
      new RegExp(`^type ${type} = (.+?);$`, 'ms').exec(types)?.[1]?.match(/(?<=')[^']+/g) ?? [];
    expect(listed('BotScope')).toEqual(expect.arrayContaining([...oauth_config.scopes.bot]));
    expect(listed('ManifestEvent')).toEqual(
      expect.arrayContaining(settings.event_subscriptions.bot_events),
    );
  });
});
