/** The first part of every action_id, callback_id and block_id of ours. */
export const actionPrefix = 'kawaraban:';

/** The callback_ids of the shortcuts, behind the first part; the one that stands everywhere is not that on a message. */
export const shortcutIds = { ask: 'ask', ingest: 'ingest', everywhere: 'ingest_text' } as const;

/** The block of a form's field. */
export function fieldBlock(field: string): string {
  return `${actionPrefix}${field}`;
}
