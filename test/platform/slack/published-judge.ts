import { Ajv, type ErrorObject } from 'ajv';
import { type Bag, bagOf } from '../discord/peer-bag.ts';
import { bodyTypes, publishedSchema } from './published-schema.ts';

const ajv = new Ajv({ strict: false, inlineRefs: false }).addSchema(
  await publishedSchema(),
  'slack',
);
const types: Readonly<Record<string, string>> = bodyTypes;

/** What the types that Slack publishes refuse in a call's body; empty where it is sound or they know no such call. */
export function judgeByTypes(method: string, body: unknown): string[] {
  if (method === 'response_url') return judgeByTypes('chat.postMessage', posted(bagOf(body)));
  const type = types[method];
  if (type === undefined) return [];
  const validate = ajv.getSchema(`slack#/definitions/${type}`);
  if (!validate) return [`no type ${type}`];
  if (validate(unformed(bagOf(body))) === true) return [];
  return [...new Set(deepest(validate.errors ?? []).map((error) => `${type} ${said(error)}`))];
}

/** The answer as the post that it becomes: the SDK's type of it is that of a post too, with these keys for its channel. */
function posted(answer: Bag): Bag {
  const own = ['response_type', 'replace_original', 'delete_original'];
  const rest = Object.entries(answer).filter(([key]) => !own.includes(key));
  return { channel: 'C1', ...Object.fromEntries(rest) };
}

function said({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath}: ${message ?? 'is refused'} ${JSON.stringify(params)}`;
}

const flags = ['mrkdwn', 'unfurl_links', 'unfurl_media', 'link_names', 'reply_broadcast'];

/** The body before it was made a form: there booleans are words. */
function unformed(body: Bag): Bag {
  const given = flags.filter((flag) => body[flag] === 'true' || body[flag] === 'false');
  return { ...body, ...Object.fromEntries(given.map((flag) => [flag, body[flag] === 'true'])) };
}

/** Of all the alternatives a body fits none of, what is said of its innermost part: there the fault lies. */
function deepest(errors: readonly ErrorObject[]): ErrorObject[] {
  const most = Math.max(...errors.map(depth));
  const near = errors.filter((error) => depth(error) === most);
  const telling = near.filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'if');
  return telling.length > 0 ? telling : near;
}

function depth({ instancePath }: ErrorObject): number {
  return instancePath.split('/').length;
}
