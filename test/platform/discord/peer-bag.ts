/** JSON whose shape nobody promises. */
export type Bag = Record<string, unknown>;

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value itself where it is an object, an empty one otherwise. */
export function bagOf(value: unknown): Bag {
  return isBag(value) ? value : {};
}

/** The objects of a list; none where it is no list. */
export function bagsOf(value: unknown): Bag[] {
  return Array.isArray(value) ? value.filter(isBag) : [];
}

/** The value where it is a text, an empty one otherwise. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** JSON as it came, with its type forgotten. */
export function parsed(json: string): unknown {
  return JSON.parse(json);
}
