import type { Database } from './database.ts';
import { storable } from './rows.ts';

/** A workspace that let the app in; `secret` is whatever its platform needs to speak there. */
export interface Installation {
  readonly workspace: string;
  readonly name: string;
  readonly secret: string;
  /** Epoch ms. */
  readonly at: number;
}

/** The workspaces of platforms that many may install. What is kept here of their secrets is sealed: see sealed.ts. */
export interface Installations {
  keep(platform: string, given: Installation): Promise<void>;
  get(platform: string, workspace: string): Promise<Installation | null>;
  /** False where there was none. */
  remove(platform: string, workspace: string): Promise<boolean>;
  list(platform: string): Promise<readonly Installation[]>;
}

/** The installations of a store. */
export function installationsOf({ db }: Database): Installations {
  const columns = ['workspace', 'name', 'secret', 'at'] as const;
  return {
    async keep(platform, { workspace, name, secret, at }) {
      const row = { name: storable(name), secret, at };
      await db
        .insertInto('installations')
        .values({ platform, workspace, ...row })
        .onConflict((conflict) => conflict.columns(['platform', 'workspace']).doUpdateSet(row))
        .execute();
    },
    async get(platform, workspace) {
      const row = await db
        .selectFrom('installations')
        .select(columns)
        .where('platform', '=', platform)
        .where('workspace', '=', workspace)
        .executeTakeFirst();
      return row ?? null;
    },
    async remove(platform, workspace) {
      const { numDeletedRows } = await db
        .deleteFrom('installations')
        .where('platform', '=', platform)
        .where('workspace', '=', workspace)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    list: (platform) =>
      db
        .selectFrom('installations')
        .select(columns)
        .where('platform', '=', platform)
        .orderBy('at')
        .orderBy('workspace')
        .execute(),
  };
}
