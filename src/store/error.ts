/** A store that cannot be used; the message is one sentence that says what to do, without any secret. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
