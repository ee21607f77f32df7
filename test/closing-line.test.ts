import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const config = `
import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './closing-line-reporter.ts';
export default defineConfig({ test: { include: ['*.test.ts'], reporters: ['default', new ClosingLineReporter()] } });
`;

const files = {
  'good.test.ts': `import { it } from 'vitest';
    it('one', () => {});
    it('two', () => {});`,
  'skips.test.ts': `import { it } from 'vitest';
    it('runs', () => {});
    it('opens the page', (context) => context.skip('no browser here'));
    it.todo('later');`,
  'bad.test.ts': `import { expect, it } from 'vitest';
    it('is wrong', () => { expect(1).toBe(2); });
    it('leaves something behind', () => { void Promise.reject(new Error('unhandled')); });`,
  'broken.test.ts': `throw new Error('cannot be loaded');`,
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kawaraban-closing-'));
  cpSync('test/support/closing-line-reporter.ts', join(folder, 'closing-line-reporter.ts'));
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'vitest.config.ts'), config);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the closing line', () => {
  it('says what the run came to, as the last line of all', () => {
    expect(run(['good'])).toEqual({ code: 0, last: ['tests: 2 passed, 0 failed, 0 skipped'] });
  });

  it('says what was skipped and why', () => {
    expect(run(['good', 'skips'])).toEqual({
      code: 0,
      last: [
        'skipped: skips.test.ts > opens the page (no browser here)',
        'skipped: skips.test.ts > later',
        'tests: 3 passed, 0 failed, 2 skipped',
      ],
    });
  });

  it('counts a file that cannot be loaded and an error nobody caught as failures', () => {
    expect(run(['good', 'bad', 'broken'])).toEqual({
      code: 1,
      last: ['tests: 3 passed, 3 failed, 0 skipped'],
    });
  });

  it('makes a skip a failure with KAWARABAN_REQUIRE_ALL=1', () => {
    const required = { KAWARABAN_REQUIRE_ALL: '1' };
    expect(run(['good'], required).code).toBe(0);
    const { code, last } = run(['good', 'skips'], required);
    expect(code).toBe(1);
    expect(last.at(-2)).toContain('a skip counts as a failure');
    expect(last.at(-1)).toBe('tests: 3 passed, 0 failed, 2 skipped');
  });
});

/** Runs the files with these names: how it ended, and what stands from the first skip on. */
function run(names: readonly string[], given: Readonly<Record<string, string>> = {}) {
  const ours = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|KAWARABAN|TEST$)/.test(name),
  );
  const done = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...names], {
    cwd: folder,
    env: { ...Object.fromEntries(ours), NO_COLOR: '1', ...given },
    encoding: 'utf8',
  });
  const lines = done.stdout.trimEnd().split('\n');
  const skips = lines.findIndex((line) => line.startsWith('skipped: '));
  return { code: done.status, last: lines.slice(skips === -1 ? -1 : skips) };
}
