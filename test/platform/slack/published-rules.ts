import { type Bag, bagOf, bagsOf, textOf } from '../discord/peer-bag.ts';

/** A schema made from types, with the limits that its descriptions state, and each object judged by the branch that its `type` names. */
export function strict(schema: Bag): Bag {
  const definitions = bagOf(schema['definitions']);
  return bagOf(rewritten(schema, definitions));
}

function rewritten(node: unknown, definitions: Bag): unknown {
  if (Array.isArray(node)) return node.map((each) => rewritten(each, definitions));
  if (typeof node !== 'object' || node === null) return node;
  const own = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, rewritten(value, definitions)]),
  );
  const { anyOf, description, ...rest } = own;
  const alternatives = bagsOf(anyOf).flatMap((branch) => flattened(branch, definitions));
  const union = anyOf === undefined ? {} : unionOf(alternatives, definitions);
  return {
    ...rest,
    ...union,
    ...(typeof description === 'string' ? limitsIn(description, own) : {}),
  };
}

/** The branches of unions within a union. `Block` is any object with a type: beside it every block would pass, so it goes. */
function flattened(branch: Bag, definitions: Bag): Bag[] {
  if (branch['$ref'] === '#/definitions/Block') return [];
  const inner = bagsOf(named(branch, definitions)['anyOf']);
  return inner.length === 0 ? [branch] : inner.flatMap((each) => flattened(each, definitions));
}

function named(branch: Bag, definitions: Bag): Bag {
  const name = textOf(branch['$ref']).replace('#/definitions/', '');
  return name === '' ? branch : bagOf(definitions[name]);
}

/** One of these; where each tells itself by its `type`, the one of that type, so that the fault is told and not twenty others. */
function unionOf(branches: readonly Bag[], definitions: Bag): Bag {
  const typeOf = (branch: Bag) =>
    bagOf(bagOf(named(branch, definitions)['properties'])['type'])['const'];
  const types = [...new Set(branches.map(typeOf))];
  if (types.length < 2 || types.includes(undefined)) return { anyOf: branches };
  return {
    type: 'object',
    required: ['type'],
    properties: { type: { enum: types } },
    allOf: types.map((type) => ({
      if: { properties: { type: { const: type } } },
      // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema, no promise
      then: { anyOf: branches.filter((branch) => typeOf(branch) === type) },
    })),
  };
}

// "Maximum length for the text in this field is 150 characters.", "Max length of 24\ncharacters."
const characters = /\bmax(?:imum)?\b[^.]*?\blength\b[^.]*?(\d[\d,]*)|(\d[\d,]*) characters max\b/i;
// "Maximum number of items is 10.", "A maximum of 10 options", "Max of 100 blocks.", "An array of up to 5"
const items = /\b(?:max(?:imum)?\b(?! length)|up to)[^.]*?(\d[\d,]*)/i;
const least = /\bminimum length\b[^.]*?(\d+)/i;

function limitsIn(description: string, node: Bag): Bag {
  const length = lengths(description);
  if (node['type'] === 'string') return length;
  if (node['type'] === 'array') {
    const maxItems = numberIn(items, description);
    const part = { allOf: [node['items'] ?? {}, { properties: { text: length } }] };
    return { ...(maxItems === null ? {} : { maxItems }), items: part };
  }
  // What is said of a text object holds for the text in it.
  return /TextObject|(?:PlainText|Mrkdwn)Element/.test(String(node['$ref']))
    ? { properties: { text: length } }
    : {};
}

function lengths(description: string): Bag {
  const most = numberIn(characters, description);
  const min = numberIn(least, description);
  return {
    ...(most === null ? {} : { maxLength: most }),
    ...(min === null ? {} : { minLength: min }),
  };
}

function numberIn(pattern: RegExp, text: string): number | null {
  const [, first, second] = pattern.exec(text) ?? [];
  const digits = first ?? second;
  return digits === undefined ? null : Number(digits.replaceAll(',', ''));
}
