import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type Bag, bagOf, parsed } from '../discord/peer-bag.ts';
import { strict } from './published-rules.ts';

const packages = resolve(import.meta.dirname, '../../../node_modules');
const sources = '@slack/web-api/dist/types/request/{chat,views}.d.ts';

/** The type of each call's body in the packages that Slack publishes; their blocks and views are those of @slack/types. */
export const bodyTypes = {
  'chat.postMessage': 'ChatPostMessageArguments',
  'chat.postEphemeral': 'ChatPostEphemeralArguments',
  'chat.update': 'ChatUpdateArguments',
  'views.open': 'ViewsOpenArguments',
  'views.publish': 'ViewsPublishArguments',
  'views.push': 'ViewsPushArguments',
  'views.update': 'ViewsUpdateArguments',
} as const;

/**
 * JSON Schema (draft 7) of the installed Slack packages' own types, with the limits that their doc comments
 * state; no key beyond theirs. Made once for each set of installed versions, for it takes two seconds.
 */
export async function publishedSchema(): Promise<Bag> {
  const file = join(packages, '.cache/kawaraban', `slack-${fingerprint()}.json`);
  const kept = readIfThere(file);
  if (kept !== null) return strict(bagOf(parsed(kept)));
  const made = await generated();
  mkdirSync(join(packages, '.cache/kawaraban'), { recursive: true });
  // Two test files may make it at once; neither may read half of it.
  const part = `${file}.${process.pid}`;
  writeFileSync(part, made);
  renameSync(part, file);
  return strict(bagOf(parsed(made)));
}

function fingerprint(): string {
  const names = ['@slack/types', '@slack/web-api', 'ts-json-schema-generator'];
  const hash = createHash('sha256').update(sources).update(JSON.stringify(bodyTypes));
  for (const name of names) hash.update(versionOf(name));
  return hash.digest('hex').slice(0, 16);
}

function versionOf(name: string): string {
  const file = readFileSync(join(packages, name, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(file)).version;
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

async function generated(): Promise<string> {
  const { createGenerator } = await import('ts-json-schema-generator');
  const generator = createGenerator({
    path: join(packages, sources),
    skipTypeCheck: true,
    additionalProperties: false,
  });
  return JSON.stringify(generator.createSchema(Object.values(bodyTypes)));
}
