/** The first part of every action_id, callback_id and block_id of ours. */
export const actionPrefix = 'kawaraban:';

/** The block of a form's field. */
export function fieldBlock(field: string): string {
  return `${actionPrefix}${field}`;
}
