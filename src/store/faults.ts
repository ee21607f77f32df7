import { StoreError, type StoreFault } from './error.ts';

/** Result codes of SQLite that the operator can do something about: https://sqlite.org/rescode.html */
const ofSqlite: Readonly<Record<number, StoreFault>> = {
  5: 'locked',
  8: 'readOnly',
  10: 'unreadable',
  11: 'damaged',
  13: 'diskFull',
  14: 'cannotOpen',
  26: 'notDatabase',
  4874: 'diskFull', // the index of its log finds no room
};

/** The same of PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const ofPostgres: Readonly<Record<string, StoreFault>> = {
  '28P01': 'userRefused',
  '28000': 'userRefused',
  '3D000': 'noDatabase',
  '53300': 'noRoom',
  '53100': 'serverFull',
  '25006': 'serverReadOnly',
};

/** Codes of a server that shuts down, starts or is cut off. */
const away = /^(?:08...|57P0.)$/;
/** What pg says, without any code, of a connection that is gone or that no answer comes through. */
const cut =
  /^(?:Connection terminated|Client has encountered|Client was closed|Query read timeout)/;

/** An error of SQLite as one of ours, where the operator can do something about it; any other as it is. */
export function sqliteError(file: string, error: unknown): unknown {
  const fault = ofSqlite[extendedCode(error) ?? 0] ?? ofSqlite[sqliteCode(error) ?? 0];
  return fault === undefined ? error : new StoreError(fault, { store: file }, { cause: error });
}

/** The primary result code of an error of SQLite, null for other errors. */
export function sqliteCode(error: unknown): number | null {
  const code = extendedCode(error);
  return code === null ? null : code & 0xff;
}

function extendedCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode : null;
}

/** An error of a query to PostgreSQL as one of ours, where the operator can do something about it; any other as it is. */
export function postgresError(store: string, error: unknown): unknown {
  const code = codeOf(error);
  const fault = ofPostgres[code] ?? (isAway(code, error) ? 'away' : undefined);
  if (fault === undefined) return error;
  return new StoreError(fault, { store, code }, { cause: error });
}

/** An error of a connection that could not be made: whatever is not known to be else, the server is away. */
export function connectError(store: string, error: unknown): StoreError {
  const code = codeOf(error);
  return new StoreError(ofPostgres[code] ?? 'away', { store, code }, { cause: error });
}

/** What an error calls itself: ENOSPC, 57P01; `no answer` where it has no such name. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
}

function isAway(code: string, error: unknown): boolean {
  // The network's own: ECONNRESET, EPIPE, ETIMEDOUT.
  if (away.test(code) || /^E(?!RR_)[A-Z_]+$/.test(code)) return true;
  return error instanceof Error && cut.test(error.message);
}
