import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { StoreError } from './error.ts';
import { codeOf, sqliteCode, sqliteError } from './faults.ts';

/** All pages in one go: in several, each write of another process begins the copy anew. */
const allPages = 2 ** 31 - 1;
const upgradeMark = '.before-';
/** SQLite's code for a disk that is full. */
const full = 13;

/**
 * Copies the embedded database's file to a new one, for this user's eyes alone, while others write to it.
 * The copy has its name only when it is whole. Throws StoreError; then nothing is left of it.
 */
export async function copyFile(file: string, target: string): Promise<void> {
  const copy = resolve(target);
  if (existsSync(copy)) throw new StoreError('copyExists', { copy });
  const partial = `${copy}.partial-${randomUUID()}`;
  try {
    await (await open(partial, 'wx', 0o600)).close();
  } catch (error) {
    throw notWritten(copy, error);
  }
  try {
    await copyPages(file, partial);
    checkWhole(file, partial);
    await flush(partial, 'r+');
    await settleName(partial, copy);
    await flush(dirname(copy), 'r').catch(() => {}); // not every system can: the name alone is at stake
  } catch (error) {
    throw error instanceof StoreError ? error : notWritten(copy, error);
  } finally {
    const parts = ['', '-journal', '-wal', '-shm'].map((end) => partial + end);
    await Promise.all(parts.map((part) => rm(part, { force: true })));
  }
}

/** Copies the file beside itself before the upgrade to a schema, under a name that is free, and gives that. */
export async function copyBefore(file: string, schema: string): Promise<string> {
  const first = `${file}${upgradeMark}${schema}`;
  let copy = first;
  for (let n = 2; existsSync(copy); n += 1) copy = `${first}-${n}`;
  try {
    await copyFile(file, copy);
  } catch (error) {
    if (!(error instanceof StoreError) || error.fault !== 'copyNotWritten') throw error;
    throw new StoreError('upgradeNotCopied', { store: file, ...error.facts }, { cause: error });
  }
  return copy;
}

/** The copies made before upgrades of a file, those that were written before a time (epoch ms) where one is given. */
export async function upgradeCopies(file: string, before = Infinity): Promise<readonly string[]> {
  const names = await readdir(dirname(file));
  const copies = names
    .filter((name) => name.startsWith(`${basename(file)}${upgradeMark}`))
    .map((name) => join(dirname(file), name));
  const written = await Promise.all(
    copies.map(async (copy) => (await stat(copy).catch(() => null))?.mtimeMs ?? Infinity),
  );
  return copies.filter((_, i) => (written[i] ?? Infinity) < before);
}

async function copyPages(file: string, partial: string): Promise<void> {
  let source: DatabaseSync | null = null;
  try {
    source = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
    source.prepare('select count(*) from sqlite_schema').get(); // what is wrong with it shows here
  } catch (error) {
    source?.close();
    throw sqliteError(file, error);
  }
  try {
    await backup(source, partial, { rate: allPages });
  } catch (error) {
    throw ofSource(file, error);
  } finally {
    source.close();
  }
}

/** An error that is the file's own fault as such; any other as it is: then the copy's. */
function ofSource(file: string, error: unknown): unknown {
  const known = sqliteError(file, error);
  const own = known instanceof StoreError && ['damaged', 'notDatabase'].includes(known.fault);
  return own ? known : error;
}

/** Makes one file of the copy, without a log beside it, and reads all of it. */
function checkWhole(file: string, partial: string): void {
  const copy = new DatabaseSync(partial);
  try {
    copy.exec('pragma journal_mode=delete');
    const found = copy.prepare('pragma integrity_check(1)').get();
    if (found?.['integrity_check'] !== 'ok') throw new StoreError('damaged', { store: file });
  } catch (error) {
    throw ofSource(file, error);
  } finally {
    copy.close();
  }
}

async function flush(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives the copy its name unless something has got it meanwhile, which a rename would write over. */
async function settleName(partial: string, copy: string): Promise<void> {
  try {
    await link(partial, copy);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new StoreError('copyExists', { copy });
    await rename(partial, copy); // not every disk knows links
  }
}

function notWritten(copy: string, error: unknown): StoreError {
  const result = sqliteCode(error);
  const ofResult = result === full ? 'ENOSPC' : `SQLite ${result}`;
  const code = result === null ? codeOf(error) : ofResult;
  return new StoreError('copyNotWritten', { copy, code }, { cause: error });
}
