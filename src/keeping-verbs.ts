import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Config, loadConfig } from './config.ts';
import { inputError, ownLanguage } from './input.ts';
import { languageOf } from './language/index.ts';
import { fillBlanks, type KeepingWording } from './language/wording.ts';
import { copyFile } from './store/backup.ts';
import { databaseFile, postgresName } from './store/database.ts';
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
  return `pg_dump --format=custom --file=${quoted(copy)} ${quoted(address)}`;
}

/** A word as a shell takes it for one. */
function quoted(word: string): string {
  return /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function fileOf({ DATA_DIR }: Config): string {
  return join(resolve(DATA_DIR), databaseFile);
}

function tell(sentence: keyof KeepingWording, blanks: Readonly<Record<string, string>>): void {
  print(fillBlanks(languageOf(ownLanguage()).wording.keeping[sentence], blanks));
}
