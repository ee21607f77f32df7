import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** What a run came to: a file that could not be loaded counts as one failed test. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

/**
 * Says at the very end, in one plain line, what the run came to, and before it what was skipped and
 * why. With KAWARABAN_REQUIRE_ALL=1 a skip is a failure: nothing the gate is to prove may be missing.
 */
export class ClosingLineReporter implements Reporter {
  readonly #write: (text: string) => void;
  readonly #requireAll: boolean;

  constructor(
    write: (text: string) => void = (text) => process.stdout.write(text),
    requireAll = process.env['KAWARABAN_REQUIRE_ALL'] === '1',
  ) {
    this.#write = write;
    this.#requireAll = requireAll;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const { passed, failed, skipped } = tallyOf(modules, unhandled.length);
    for (const name of skipped) this.#write(`skipped: ${name}\n`);
    if (this.#requireAll && skipped.length > 0) {
      this.#write('a skip counts as a failure here (KAWARABAN_REQUIRE_ALL=1)\n');
      process.exitCode = 1;
    }
    this.#write(`tests: ${passed} passed, ${failed} failed, ${skipped.length} skipped\n`);
  }
}

function tallyOf(modules: readonly TestModule[], unhandled: number): Tally {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const broken = modules.filter((module) => module.errors().length > 0).length;
  return {
    passed: tests.filter((test) => test.result().state === 'passed').length,
    failed: tests.filter((test) => test.result().state === 'failed').length + broken + unhandled,
    skipped: tests.filter((test) => test.result().state === 'skipped').map(skipOf),
  };
}

function skipOf(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  return `${test.module.relativeModuleId} > ${test.fullName}${note ? ` (${note})` : ''}`;
}
