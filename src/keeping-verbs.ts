import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Config, loadConfig } from './config.ts';
import { subscriptionsIn } from './shelf.ts';
import { inputError, ownLanguage } from './input.ts';
import { languageOf } from './language/index.ts';
import type { KeepingWording } from './language/operator.ts';
import { fillBlanks } from './language/wording.ts';
import { targetParts } from './operator-text.ts';
import { shellWord } from './terminal.ts';
import { copyFile, upgradeCopies } from './store/backup.ts';
import { databaseFile, postgresName } from './store/database.ts';
import type { Whose } from './store/retention.ts';
import type { Store } from './store/store.ts';
import { inKeptStore } from './kept-store.ts';
import { print } from './verbs.ts';

/** Copies the store to a new file while kawaraban runs and writes; throws InputError or StoreError where it cannot. */
export async function backup(copy: string): Promise<void> {
  const config = loadConfig();
  const { DATA_DIR: path, DATABASE_URL: databaseUrl } = config;
  if (databaseUrl !== undefined)
    throw inputError('backupPostgres', { command: dumpCommand(databaseUrl, copy) });
  if (!existsSync(fileOf(config))) throw inputError('noStore', { path });
  await copyFile(fileOf(config), copy);
  tell('copied', { copy, bytes: String((await stat(copy)).size) });
}

/** The command that copies a PostgreSQL database to a file, without its password. */
function dumpCommand(databaseUrl: string, copy: string): string {
  const name = postgresName(databaseUrl);
  const { username, protocol } = new URL(databaseUrl);
  const address = `${protocol}//${username === '' ? '' : `${username}@`}${name}`;
  return `pg_dump --format=custom --file=${shellWord(copy)} ${shellWord(address)}`;
}

/** What `forget` is told; channel and person are platform/id. */
export interface ForgetOptions {
  readonly channel?: string;
  readonly person?: string;
  readonly platform?: string;
  readonly all?: boolean;
  readonly digests: string;
}

/** Whose words are to be forgotten; null where it is not said. */
export function whoseOf({ channel, person, platform, all }: ForgetOptions): Whose | null {
  if (channel !== undefined) {
    const [on, id] = targetParts(channel);
    return { kind: 'channel', platform: on, channel: id };
  }
  if (person !== undefined) {
    const [on, id] = targetParts(person);
    return { kind: 'person', platform: on, person: id };
  }
  if (platform !== undefined) return { kind: 'platform', platform };
  return all === true ? { kind: 'all' } : null;
}

/** Deletes what is kept of people and says how much; throws InputError where a channel is unknown. */
export async function forget(whose: Whose, digests: string): Promise<void> {
  const name = nameOf(whose);
  const config = loadConfig();
  await inKeptStore(config, async (store) => {
    const { questions = 0, messages = 0 } = (await store?.retention.forget(whose)) ?? {};
    if (questions + messages > 0)
      tell('forgotten', { name, questions: String(questions), messages: String(messages) });
    else {
      if (whose.kind === 'channel') await knownChannel(name, store, digests);
      tell('nothingKept', { name });
    }
  });
  await tellRest(config, whose);
}

/** What was given, as it was given. */
function nameOf(whose: Whose): string {
  switch (whose.kind) {
    case 'channel':
      return `${whose.platform}/${whose.channel}`;
    case 'person':
      return `${whose.platform}/${whose.person}`;
    case 'workspace':
      return `${whose.platform}/${whose.workspace}`;
    case 'platform':
      return whose.platform;
    case 'all':
      return '--all';
    default:
      return whose satisfies never;
  }
}

/** Throws InputError where a channel (slack/C0123456789) has no subscription and nothing was planned for it. */
async function knownChannel(channel: string, store: Store | null, digests: string): Promise<void> {
  const { subscriptions } = await subscriptionsIn(digests);
  const places = [...subscriptions, ...((await store?.outbox.channels()) ?? [])];
  const known = new Set(places.map((each) => `${each.platform}/${each.channel}`));
  if (known.has(channel)) return;
  throw known.size === 0
    ? inputError('noSubscriptions', { dir: digests })
    : inputError('unknownChannel', { channel, list: [...known].join(', ') });
}

/** What is left: talk that nobody's name is kept with, and the copies made before upgrades. */
async function tellRest(config: Config, whose: Whose): Promise<void> {
  const days = String(config.KEEP_DAYS);
  if (whose.kind === 'person' && whose.platform !== 'preview') tell('threadsNameless', { days });
  if (config.DATABASE_URL !== undefined || !existsSync(fileOf(config))) return;
  const copies = await upgradeCopies(fileOf(config));
  if (copies.length > 0) tell('copiesHold', { days, list: copies.join(', ') });
}

function fileOf({ DATA_DIR }: Config): string {
  return join(resolve(DATA_DIR), databaseFile);
}

function tell(sentence: keyof KeepingWording, blanks: Readonly<Record<string, string>>): void {
  print(fillBlanks(languageOf(ownLanguage()).wording.keeping[sentence], blanks));
}
