import type { Database } from './database.ts';
import { storable } from './rows.ts';

/** What somebody says is wrong on a card: "wrong number?". */
export interface NewReport {
  readonly digest: string;
  readonly revision: number;
  /** The person's own words. */
  readonly text: string;
  readonly platform: string;
  readonly channel: string;
  /** As `slack/U0123456789`. */
  readonly by: string;
  /** Epoch ms. */
  readonly at: number;
}

/** A report that the operator has not closed. */
export interface Report extends NewReport {
  readonly id: number;
}

/** What people reported, for the operator. */
export interface Reports {
  add(report: NewReport): Promise<void>;
  /** The open ones, the oldest first. */
  open(): Promise<readonly Report[]>;
  /** False where there is no such open one. */
  close(id: number): Promise<boolean>;
}

/** The reports of a store. */
export function reportsOf({ db }: Database): Reports {
  return {
    async add(report) {
      await db
        .insertInto('reports')
        .values({ ...report, text: storable(report.text) })
        .execute();
    },
    async open() {
      const rows = await db.selectFrom('reports').selectAll().orderBy('seq').execute();
      return rows.map(({ seq, ...report }) => ({ id: seq, ...report }));
    },
    async close(id) {
      const { numDeletedRows } = await db
        .deleteFrom('reports')
        .where('seq', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}
