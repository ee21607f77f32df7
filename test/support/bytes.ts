import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Everything that stands in the files of a folder, a byte a character. */
export async function bytesIn(dir: string): Promise<string> {
  const names = await readdir(dir);
  const all = await Promise.all(names.map((name) => readFile(join(dir, name), 'latin1')));
  return all.join('');
}
