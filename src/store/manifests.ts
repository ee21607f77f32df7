import { z } from 'zod';
import type { Database } from './database.ts';
import { parsed } from './rows.ts';

/** The commands that a platform's app was last given, as far as kawaraban can know. */
export interface Manifest {
  readonly commands: readonly string[];
  /** Epoch ms. */
  readonly at: number;
}

/** What was last printed for the operator to give to a platform. */
export interface Manifests {
  note(platform: string, commands: readonly string[], at: number): Promise<void>;
  of(platform: string): Promise<Manifest | null>;
}

const Commands = z.array(z.string());

/** The manifests of a store. */
export function manifestsOf({ db }: Database): Manifests {
  return {
    async note(platform, commands, at) {
      const row = { commands: JSON.stringify(commands), at };
      await db
        .insertInto('manifests')
        .values({ platform, ...row })
        .onConflict((conflict) => conflict.column('platform').doUpdateSet(row))
        .execute();
    },
    async of(platform) {
      const row = await db
        .selectFrom('manifests')
        .select(['commands', 'at'])
        .where('platform', '=', platform)
        .executeTakeFirst();
      return row ? { commands: Commands.parse(parsed(row.commands)), at: row.at } : null;
    },
  };
}
