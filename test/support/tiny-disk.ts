import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';

/** A disk of its own that is full when a test wants it to be. */
export interface TinyDisk {
  readonly dir: string;
  /** Takes all the room there is, but for so many bytes. */
  fill(spare?: number): void;
  /** Gives that room back. */
  free(): void;
  close(): void;
}

/**
 * A test on a disk of so many bytes in memory; where nothing may be mounted there is no such test, and a line says so:
 * a container's rights are not for the gate to ask for.
 */
export function itOnTinyDisk(
  name: string,
  bytes: number,
  work: (disk: TinyDisk) => Promise<void>,
): void {
  if (!isMountable()) {
    process.stderr.write(`\nLEFT OUT, as nothing may be mounted here: ${name}\n`);
    return;
  }
  it(name, async () => {
    const disk = tinyDisk(bytes);
    try {
      await work(disk);
    } finally {
      disk.close();
    }
  });
}

function isMountable(): boolean {
  const dir = mkdtempSync(join(tmpdir(), 'kawaraban-disk-'));
  const can = mount(dir, 4096);
  if (can) spawnSync('umount', [dir]);
  rmSync(dir, { recursive: true });
  return can;
}

function mount(dir: string, bytes: number): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', dir]).status === 0;
}

function tinyDisk(bytes: number): TinyDisk {
  const dir = mkdtempSync(join(tmpdir(), 'kawaraban-disk-'));
  if (!mount(dir, bytes)) throw new Error(`nothing can be mounted on ${dir} any more`);
  const filler = join(dir, 'filler');
  const free = () => rmSync(filler, { force: true });
  return {
    dir,
    fill(spare = 0) {
      if (spare > 0) writeAll(join(dir, 'spare'), spare);
      writeAll(filler, bytes);
      rmSync(join(dir, 'spare'), { force: true });
    },
    free,
    close() {
      spawnSync('umount', ['-l', dir]); // also where a failed test has left a file open
      rmSync(dir, { recursive: true });
    },
  };
}

/** Writes so many bytes, or as many as there is room for. */
function writeAll(file: string, bytes: number): void {
  const handle = openSync(file, 'w');
  const block = new Uint8Array(4096);
  try {
    for (let written = 0; written < bytes;) written += writeSync(handle, block);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(handle);
  }
}
