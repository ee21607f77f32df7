import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own that is full when a test wants it to be. */
export interface TinyDisk {
  readonly dir: string;
  /** Takes all the room there is, but for so many bytes. */
  fill(spare?: number): void;
  /** Gives that room back. */
  free(): void;
  close(): void;
}

/** A disk of so many bytes in memory; null, with a line that says so, where nothing may be mounted. */
export function tinyDisk(bytes: number): TinyDisk | null {
  const dir = mkdtempSync(join(tmpdir(), 'kawaraban-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', dir]);
  if (mounted.status !== 0) {
    rmSync(dir, { recursive: true });
    process.stderr.write('\nSKIPPED: a full disk cannot be made here: mount is not permitted\n');
    return null;
  }
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
