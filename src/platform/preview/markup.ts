import { html } from 'hono/html';

/** HTML whose holes were escaped. */
export type Markup = Exclude<ReturnType<typeof html>, Promise<unknown>>;

/** A tagged template of HTML, every hole escaped; nothing in it may be asynchronous. */
export function markup(strings: TemplateStringsArray, ...holes: unknown[]): Markup {
  const made = html(strings, ...holes);
  if (made instanceof Promise) throw new TypeError('markup takes no promises: await them first');
  return made;
}
