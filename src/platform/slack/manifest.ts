import type { Config } from '../../config.ts';
import { type LanguageCode, languageCodes, languageOf } from '../../language/index.ts';
import type { ManifestWording } from '../../language/manifest.ts';
import type { CommandSpec } from '../platform.ts';
import { changeEvents } from './changes.ts';
import { actionPrefix, shortcutIds } from './ids.ts';
import { publicAddress } from './paths.ts';
import { botScopes } from './scopes.ts';

/** What Slack takes at most (docs.slack.dev/reference/app-manifest). A command has its slash with it. */
const most = { commands: 50, command: 32, description: 2000, hint: 1000 } as const;

/** Where Slack's requests go while nobody has said where kawaraban is reached. */
export const anyAddress = 'https://YOUR-ADDRESS';

/** What people say to the bot. */
const ownEvents = [
  'app_home_opened',
  'app_mention',
  'message.channels',
  'message.groups',
  'message.im',
];

/** The settings that the manifest follows. */
export type ManifestSettings = Pick<
  Config,
  | 'SLACK_APP_TOKEN'
  | 'SLACK_BOT_TOKEN'
  | 'SLACK_CLIENT_ID'
  | 'SLACK_PUBLIC_URL'
  | 'SLACK_SIGNING_SECRET'
>;

/** The commands that the app gets, with their slash, and those it cannot get: no names for Slack, or beyond its number. */
export interface CommandNames {
  readonly taken: readonly string[];
  readonly unfit: readonly string[];
  readonly beyond: readonly string[];
}

/** Sorts commands, the most wanted first. */
export function commandNames(specs: readonly Pick<CommandSpec, 'name'>[]): CommandNames {
  const all = specs.map(({ name }) => `/${name}`);
  const fit = all.filter((name) => isCommand(name));
  return {
    taken: fit.slice(0, most.commands),
    unfit: all.filter((name) => !isCommand(name)),
    beyond: fit.slice(most.commands),
  };
}

/** Lower case, no spaces, 32 characters at most. */
function isCommand(name: string): boolean {
  return name.length <= most.command && /^\/[^\s\p{C}\p{Lu}\p{Lt}/]+$/u.test(name);
}

/** The app as Slack takes it at api.slack.com/apps, named in the operator's language; what people read is in both. */
export function appManifest(
  specs: readonly CommandSpec[],
  settings: ManifestSettings,
  lang: LanguageCode,
) {
  const address = requestsTo(settings);
  const requests = address === null ? {} : { request_url: address };
  return {
    display_information: { name: 'kawaraban', description: inBoth('app') },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'kawaraban', always_online: true },
      shortcuts: shortcuts(lang),
      slash_commands: slashCommands(specs, address),
    },
    oauth_config: { ...redirects(settings), scopes: { bot: botScopes } },
    settings: {
      event_subscriptions: {
        ...requests,
        bot_events: [...new Set([...ownEvents, ...changeEvents])].toSorted(),
      },
      interactivity: { is_enabled: true, ...requests },
      org_deploy_enabled: settings.SLACK_CLIENT_ID !== '',
      socket_mode_enabled: address === null,
      token_rotation_enabled: false,
    },
  };
}

/** Where Slack calls; null by Socket Mode. Before there is an app there is no signing secret: an address tells it then. */
function requestsTo(settings: ManifestSettings): string | null {
  const { SLACK_SIGNING_SECRET: signed, SLACK_APP_TOKEN: socket, SLACK_PUBLIC_URL: url } = settings;
  if (signed === undefined && (socket !== undefined || url === '')) return null;
  return publicAddress(url === '' ? anyAddress : url, 'requests');
}

/** One workspace has its token; others come by a page that leads them back. */
function redirects({ SLACK_BOT_TOKEN: token, SLACK_PUBLIC_URL: url }: ManifestSettings) {
  if (token !== undefined || url === '') return {};
  return { redirect_urls: [publicAddress(url, 'redirect')] };
}

function slashCommands(specs: readonly CommandSpec[], address: string | null) {
  const { taken } = commandNames(specs);
  return taken.flatMap((command) => {
    const spec = specs.find(({ name }) => `/${name}` === command);
    if (!spec) return [];
    const hint = spec.choices[0]?.text.slice(0, most.hint);
    return {
      command,
      description: joined((code) => spec.description[code]).slice(0, most.description),
      ...(hint ? { usage_hint: hint } : {}),
      should_escape: false,
      ...(address === null ? {} : { url: address }),
    };
  });
}

function shortcuts(lang: LanguageCode) {
  const words = languageOf(lang).wording.manifest;
  const ask = {
    name: words.ask,
    callback_id: `${actionPrefix}${shortcutIds.ask}`,
    description: inBoth('askDescription'),
  };
  const ingest = {
    name: words.ingest,
    callback_id: `${actionPrefix}${shortcutIds.ingest}`,
    description: inBoth('ingestDescription'),
  };
  return [
    { ...ask, type: 'message' as const },
    { ...ingest, type: 'message' as const },
    // Slack wants each id once.
    { ...ingest, callback_id: `${actionPrefix}${shortcutIds.everywhere}`, type: 'global' as const },
  ];
}

function inBoth(sentence: keyof ManifestWording): string {
  return joined((code) => languageOf(code).wording.manifest[sentence]);
}

/** What is the same in every language once. */
function joined(text: (code: LanguageCode) => string): string {
  return [...new Set(languageCodes.map(text))].join(' / ');
}
