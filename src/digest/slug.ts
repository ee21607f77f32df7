/** True for what may name a company, and its folder: lower-case letters, digits and hyphens. */
export function isSlug(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]*$/.test(text);
}
