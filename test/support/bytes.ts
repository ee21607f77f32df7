import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Everything that stands in the files of a folder and its folders, a byte a character. */
export async function bytesIn(dir: string): Promise<string> {
  const all = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = all.filter((each) => each.isFile());
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
  );
  return texts.join('');
}
