import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { sharedAt } from '../../support/shared.ts';
import { bagOf, bagsOf, parsed, textOf } from './peer-bag.ts';
import type { Bag } from './peer-bag.ts';

/** The platform's published schema, where it is at hand; the hand rules hold everywhere. */
const { path: schemaFile, missing } = sharedAt('discord/openapi.json');

/** Why bodies are judged by the hand rules alone; null where the schema is there. */
export const noSchema = missing && `${missing}; the hand rules still judge`;

const ajv =
  noSchema === null
    ? new Ajv2020({ strict: false, validateFormats: false, allErrors: false })
    : null;
if (ajv) ajv.addSchema(bagOf(parsed(readFileSync(schemaFile, 'utf8'))), 'discord');

const bodies = {
  message: 'MessageCreateRequest',
  edit: 'MessageEditRequestPartial',
  answer: 'IncomingWebhookUpdateRequestPartial',
  deferral: 'CreateMessageInteractionCallbackRequest',
  modal: 'ModalInteractionCallbackRequest',
  command: 'ApplicationCommandUpdateRequest',
  forum: 'CreateForumThreadRequest',
  suggestions: 'ApplicationCommandAutocompleteCallbackRequest',
} as const;
export type BodyKind = keyof typeof bodies;

/** What Discord would refuse in a body; empty for a good one. */
export function judge(kind: BodyKind, body: unknown): string[] {
  return [...bySchema(kind, body), ...byHand(kind, bagOf(body))];
}

function bySchema(kind: BodyKind, body: unknown): string[] {
  if (!ajv) return [];
  const validate = ajv.getSchema(`discord#/components/schemas/${bodies[kind]}`);
  if (!validate) return [`no schema ${bodies[kind]}`];
  return validate(body) === true
    ? []
    : [`schema ${bodies[kind]}: ${ajv.errorsText(validate.errors)}`];
}

// What the schema misses, one rule a line.
function byHand(kind: BodyKind, body: Bag): string[] {
  if (kind === 'command') return commandRules(body);
  if (kind === 'modal') return modalRules(bagOf(body['data']));
  if (kind === 'forum')
    // A nonce is none of a forum post's fields, and helps nothing there.
    return 'nonce' in bagOf(body['message'])
      ? ['a forum post with a nonce']
      : messageRules(kind, bagOf(body['message']));
  if (kind === 'suggestions') return choiceRules(bagsOf(bagOf(body['data'])['choices']));
  if (kind === 'deferral')
    return (Number(bagOf(body['data'])['flags'] ?? 0) & ~64) === 0
      ? []
      : ['a deferral may set EPHEMERAL alone'];
  return messageRules(kind, body);
}

function modalRules(modal: Bag): string[] {
  const parts = nested(modal);
  const count = bagsOf(modal['components']).length;
  return [
    ...unique(
      'custom_id',
      parts.map((part) => part['custom_id']),
    ),
    ...(count < 1 || count > 5 ? [`${count} fields of a modal`] : []),
    ...parts.filter((part) => part['type'] === 3).flatMap(selectRules),
    ...parts.filter((part) => part['type'] === 4).flatMap(inputRules),
  ];
}

function selectRules(select: Bag): string[] {
  const options = bagsOf(select['options']);
  const chosen = options.filter((option) => option['default'] === true).length;
  const [least, most] = [Number(select['min_values']), Number(select['max_values'])];
  return [
    ...unique(
      'option',
      options.map((option) => option['value']),
    ),
    ...(chosen > most ? [`${chosen} chosen of ${most}`] : []),
    ...(most > options.length ? [`${most} to choose of ${options.length}`] : []),
    ...(select['required'] === true && least < 1 ? ['a choice that must be made, of none'] : []),
  ];
}

function inputRules(input: Bag): string[] {
  const { length } = textOf(input['value']);
  const [least, most] = [Number(input['min_length']), Number(input['max_length'])];
  return [
    ...(length > most ? [`${length} characters in a field of ${most}`] : []),
    ...(least > most ? [`at least ${least} and at most ${most}`] : []),
  ];
}

function choiceRules(choices: readonly Bag[]): string[] {
  return choices.flatMap(({ value }) => (String(value).length > 100 ? ['a choice over 100'] : []));
}

/** The flags that each kind of body may set: what makes no sound is said when it is posted. */
const mayBeSet: Partial<Record<BodyKind, number>> = {
  message: (1 << 2) | (1 << 12) | (1 << 15),
  forum: (1 << 2) | (1 << 12) | (1 << 15),
  edit: (1 << 2) | (1 << 15),
};

function messageRules(kind: BodyKind, body: Bag): string[] {
  const parts = nested(body);
  const isV2 = (Number(body['flags'] ?? 0) & (1 << 15)) !== 0;
  const out = [
    ...unique(
      'custom_id',
      parts.map((part) => part['custom_id']),
    ),
    ...unique(
      'id',
      parts.map((part) => part['id']).filter((id) => id !== 0),
    ),
  ];
  if (JSON.stringify(body['allowed_mentions']) !== '{"parse":[]}')
    out.push('allowed_mentions must be {parse: []}');
  if ((Number(body['flags'] ?? 0) & ~(mayBeSet[kind] ?? -1)) !== 0)
    out.push('flags that cannot be set');
  if (kind === 'message' && (typeof body['nonce'] !== 'string' || body['enforce_nonce'] !== true))
    out.push('a post needs its nonce, enforced');
  if (kind === 'message' && body['nonce'] && textOf(body['nonce']).length > 25)
    out.push('nonce over 25');
  return [...out, ...(isV2 ? v2Rules(body, parts) : v1Rules(body, parts))];
}

function v2Rules(body: Bag, parts: readonly Bag[]): string[] {
  const out: string[] = [];
  if (body['content'] || body['embeds'] || body['poll'])
    out.push('V2 beside content, embeds or poll');
  if (parts.length === 0) out.push('V2 without components');
  if (parts.length > 40) out.push(`${parts.length} components, nested ones counted`);
  const texts = textsOf(body);
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length > 4000) out.push(`${length} characters of text`);
  if (texts.some((text) => text.trim() === '')) out.push('an empty text display');
  for (const part of parts) {
    if (part['type'] === 2 && (!part['label'] || !part['custom_id']))
      out.push('a button without label or custom_id');
  }
  return [...out, ...galleryRules(body, parts)];
}

/** A picture must be told of, and come with the message. */
function galleryRules(body: Bag, parts: readonly Bag[]): string[] {
  const shown = parts
    .filter((part) => part['type'] === 12)
    .flatMap((part) => bagsOf(part['items']));
  const out: string[] = [];
  for (const item of shown) {
    const { length } = textOf(item['description']);
    if (length < 1 || length > 1024) out.push(`a picture told of in ${length} characters`);
    const url = textOf(bagOf(item['media'])['url']);
    if (url.startsWith('attachment://') && bagsOf(body['attachments']).length === 0)
      out.push(`${url} is attached to nothing`);
  }
  return out;
}

function v1Rules(body: Bag, parts: readonly Bag[]): string[] {
  const out: string[] = [];
  if (parts.some((part) => Number(part['type']) >= 9)) out.push('V2 components without the flag');
  if (textOf(body['content']).length > 2000) out.push('content over 2000');
  if (bagsOf(body['components']).length > 5) out.push('more than 5 rows');
  const embeds = bagsOf(body['embeds']);
  if (JSON.stringify(embeds).length > 6000 + 400 * embeds.length) out.push('embeds over 6000');
  if (!body['content'] && embeds.length === 0 && parts.length === 0) out.push('an empty message');
  return out;
}

const locales = new Set(
  'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko'.split(
    ' ',
  ),
);
const namePattern = /^[-_'\p{L}\p{N}]{1,32}$/u;

function commandRules(command: Bag): string[] {
  const options = bagsOf(command['options']);
  const out = [command, ...options].flatMap(nameRules);
  out.push(
    ...unique(
      'option',
      options.map((option) => option['name']),
    ),
  );
  const subcommands = options.filter((option) => option['type'] === 1).length;
  if (subcommands > 0 && subcommands < options.length) out.push('subcommands beside other options');
  out.push(...options.flatMap((option) => choiceRules(bagsOf(option['choices']))));
  if (options.some((option) => option['autocomplete'] && bagsOf(option['choices']).length > 0))
    out.push('autocomplete beside choices');
  return out;
}

function nameRules(named: Bag): string[] {
  const name = String(named['name']);
  const keys = Object.keys(bagOf(named['description_localizations']));
  const out = keys.filter((key) => !locales.has(key)).map((key) => `no locale ${key}`);
  if (!namePattern.test(name) || name !== name.toLowerCase())
    out.push(`a command cannot be called ${name}`);
  if (!named['description']) out.push(`${name} without a description`);
  return out;
}

function unique(what: string, values: readonly unknown[]): string[] {
  const given = values.filter((value) => value !== undefined);
  return new Set(given).size === given.length ? [] : [`the same ${what} twice`];
}

/** Every component of a body, containers and rows included. */
export function nested(body: unknown): readonly Bag[] {
  const bag = bagOf(body);
  const inner = [...bagsOf(bag['components']), ...bagsOf([bag['component']])];
  return inner.flatMap((part) => [part, ...nested(part)]);
}

/** The markdown of every text display of a body. */
export function textsOf(body: unknown): readonly string[] {
  return nested(body)
    .filter((part) => part['type'] === 10)
    .map((part) => String(part['content']));
}

/** What a reader sees of markdown, and what comes alive in it: mentions, links, emoji, code and markup beyond our own. */
export interface Sight {
  readonly text: string;
  readonly live: readonly string[];
}

/** Discord's markdown as its clients read it (heading, list, quote, small print and bold are our own and just go). */
export function sightOf(markdown: string): Sight {
  const lines = markdown.split('\n').map((line) => sightOfLine(withoutOpener(line)));
  return {
    text: lines.map((line) => line.text).join('\n'),
    live: lines.flatMap((line) => line.live),
  };
}

function withoutOpener(line: string): string {
  return line.replace(/^\s*(?:>>> |> )?(?:\s*(?:[-*+]|\d+\.)\s+)?\s*(?:-# +|#{1,3} +)?/u, '');
}

const inline: readonly (readonly [string, RegExp])[] = [
  ['mention', /^<(?:@[!&]?|#|\/[^>]+:|id:|t:-?|a?:\w+:)\w+(?::\w)?>/u],
  ['mention', /^@(?:everyone|here)/u],
  ['link', /^<?[a-z][a-z0-9+.-]*:\/\/[^\s>]+>?/iu],
  ['link', /^\[[^\]]*\]\([^)]*\)/u],
  ['emoji', /^:[\w+-]+:/u],
  ['code', /^`/u],
  ['markup', /^(?:~~|\|\||__|_|\*(?!\*))/u],
];

function sightOfLine(line: string): Sight {
  const live: string[] = [];
  let text = '';
  for (let at = 0; at < line.length;) {
    const rest = line.slice(at);
    if (/^\\[^0-9A-Za-z\s]/u.test(rest)) {
      const [literal = ''] = rest.slice(1);
      text += literal;
      at += 1 + literal.length;
      continue;
    }
    if (rest.startsWith('**')) {
      at += 2;
      continue;
    }
    const found =
      /^[\w]/u.test(rest) && /\w/u.test(line[at - 1] ?? '')
        ? undefined
        : inline.find(([, shape]) => shape.test(rest));
    const hit = found?.[1].exec(rest)?.[0] ?? '';
    if (found) live.push(`${found[0]} ${hit}`);
    const step = hit || (/^[\s\S]/u.exec(rest)?.[0] ?? '');
    text += found && found[0] !== 'markup' && found[0] !== 'code' ? step : found ? '' : step;
    at += step.length;
  }
  return { text, live };
}

/** What people read of a message body, and what pings or links in it. */
export function seenIn(body: Bag): Sight {
  const sights = textsOf(body).map(sightOf);
  const allowed = body['allowed_mentions'];
  const open = JSON.stringify(allowed) === '{"parse":[]}' ? [] : ['mentions are not turned off'];
  return {
    text: sights.map((sight) => sight.text).join('\n'),
    live: [...sights.flatMap((sight) => sight.live), ...open],
  };
}
