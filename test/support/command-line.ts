import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** What the command line did: its exit code and what it wrote. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `kawaraban` with these arguments on the digests and the data of a folder. */
export function runIn(
  dir: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const options = {
    env: {
      PATH: process.env['PATH'] ?? '',
      DIGESTS_DIR: join(dir, 'digests'),
      DATA_DIR: join(dir, 'data'),
      LANG: 'en',
      NODE_COMPILE_CACHE: join(dir, 'compiled'), // the verbs share most of the code
      ...env,
    },
  };
  return new Promise((done) => {
    execFile(process.execPath, ['src/cli.ts', ...args], options, (error, out, err) => {
      done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err });
    });
  });
}
