import { execFile } from 'node:child_process';

/** What a run of the command line gave. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `kawaraban` with these arguments in an environment of its own. */
export function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Run> {
  const options = { env: { PATH: process.env['PATH'] ?? '', LANG: 'en', ...env } };
  return new Promise((done) => {
    execFile(process.execPath, ['src/cli.ts', ...args], options, (error, out, err) => {
      done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err });
    });
  });
}
