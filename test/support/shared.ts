import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of samples that lie beside a checkout, where they do. */
const shared = process.env['KAWARABAN_SHARED'] ?? resolve(import.meta.dirname, '../../../shared');

/** A file or folder of the samples, and why what needs it is skipped; null where it is there. */
export function sharedAt(name: string): { readonly path: string; readonly missing: string | null } {
  const path = join(shared, name);
  return {
    path,
    missing: existsSync(path)
      ? null
      : `skipped: no ${path} (set KAWARABAN_SHARED to the folder that holds ${name})`,
  };
}
