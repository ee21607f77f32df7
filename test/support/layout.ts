import { posix } from 'node:path';
import { parseAst } from 'vitest/node';
import { z } from 'zod';

/** A file of src/: its path from src/ on, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One import of a file. `lazy` is import(): loaded when that line runs, not with the file. */
export interface Import {
  readonly kind: 'value' | 'type' | 'lazy';
  /** A path from src/ on for our own files, else the specifier as written. */
  readonly target: string;
  readonly own: boolean;
}

/** A file as far as the layout minds it. */
export interface Parsed {
  readonly path: string;
  readonly imports: readonly Import[];
  /** Globals it reads that bring the outside world in: `process.env`, `fetch`, `new Date()`. */
  readonly world: readonly string[];
  /** Its identifiers and string literals. */
  readonly words: readonly string[];
}

/**
 * Who may import whom: a room is a folder of src/ or a file beside the folders. Import from the
 * same room is free. The river runs downwards, and nothing runs back.
 */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  'metrics.ts': [],
  'config.ts': [],
  'log.ts': [],
  'terminal.ts': [],
  language: ['metrics.ts'],
  article: ['language'],
  figure: ['article', 'language', 'metrics.ts'],
  digest: ['article', 'figure', 'language', 'metrics.ts'],
  card: ['digest', 'figure', 'language', 'metrics.ts'],
  ask: ['card', 'digest', 'figure', 'article', 'language', 'metrics.ts'],
  store: [],
  schedule: ['card', 'digest', 'language', 'store', 'platform/platform.ts'],
  'platform/platform.ts': ['card', 'language'],
  'platform/index.ts': ['platform/platform.ts'],
  'platform/*': ['card', 'language', 'platform/platform.ts'],
  desk: [
    'article',
    'figure',
    'digest',
    'card',
    'ask',
    'store',
    'schedule',
    'language',
    'metrics.ts',
    'platform/platform.ts',
  ],
  source: ['article', 'figure', 'digest', 'card', 'language', 'metrics.ts', 'store'],
  model: ['digest', 'language', 'metrics.ts'],
  eval: ['article', 'figure', 'digest', 'card', 'ask', 'language', 'metrics.ts'],
  channel: [
    'ask',
    'card',
    'digest',
    'language',
    'log.ts',
    'platform/platform.ts',
    'schedule',
    'terminal.ts',
    'store',
  ],
  talk: ['ask', 'card', 'channel', 'digest', 'language', 'log.ts', 'platform/platform.ts', 'store'],
  'main.ts': ['*'],
  'app-commands.ts': ['*'],
  'manifest-verb.ts': ['*'],
  'cli.ts': ['*'],
  'verbs.ts': ['*'],
  'input.ts': ['*'],
  'ingest.ts': ['digest', 'language', 'talk'],
  'drawing.ts': ['*'],
  'card-verb.ts': ['*'],
  'why-verb.ts': ['*'],
  'channel-verbs.ts': ['*'],
  'installs.ts': ['*'],
  'kept-store.ts': ['config.ts', 'log.ts', 'store'],
  'keeping-verbs.ts': ['*'],
  'operator-notices.ts': ['*'],
  'operator-text.ts': ['*'],
  'operator-verbs.ts': ['*'],
  'reports-verb.ts': ['*'],
  'shelf.ts': ['digest', 'log.ts', 'schedule'],
  'status-verb.ts': ['*'],
  'usage.ts': ['language'],
  'pictures.ts': ['card', 'log.ts', 'platform/platform.ts'],
};

/** Rooms in which nothing comes from the outside world unless it is handed in. */
const pure = ['metrics.ts', 'language', 'article', 'figure', 'digest', 'card', 'ask'];
const readsFiles = 'digest/files.ts';

/** Built into Node, and still pure: the same input gives the same hash. */
const pureBuiltins = ['node:crypto'];

/** From the store down: may log, and may know the type of the configuration. */
const downstream = ['store', 'schedule', 'platform', 'desk', 'source', 'model', 'eval'];

/** Packages that belong to one part of the house (a name that ends in / is a scope). */
const owners: readonly (readonly [name: string, rooms: readonly string[]])[] = [
  ['@slack/', ['platform/slack']],
  ['discord.js', ['platform/discord']],
  ['@discordjs/', ['platform/discord']],
  ['discord-api-types', ['platform/discord']],
  ['hono', ['platform/preview', 'desk']],
  ['@hono/', ['platform/preview', 'desk']],
  ['kysely', ['store']],
  ['pg', ['store']],
  ['node:sqlite', ['store']],
  ['node-cron', ['schedule']],
  ['pino', ['log.ts']],
  ['commander', ['cli.ts']],
];

/** Packages that are loaded only where their token is present: nothing may bring them in at start. */
const heavy = ['@slack/', 'discord.js', '@discordjs/'];

/** Rooms that know no platform by name. */
const neutral = [...pure, 'store', 'schedule', 'platform/platform.ts'];

/** Every offence of these files against the layout, one sentence each; none is what we want. */
export function offences(files: readonly SourceFile[]): readonly string[] {
  const parsed = files.map(parseFile);
  return [
    ...parsed.flatMap(roomOffences),
    ...parsed.flatMap(packageOffences),
    ...parsed.flatMap(worldOffences),
    ...parsed.flatMap(nameOffences),
    ...mutualOffences(parsed),
    ...startOffences(parsed),
  ];
}

function roomOffences(file: Parsed): readonly string[] {
  const room = roomOf(file.path);
  const allowed = mayImport[rowOf(room)];
  if (!allowed) return [`src/${file.path} stands in no room of the layout`];
  return file.imports
    .filter(({ own }) => own)
    .filter((wanted) => !isAllowed(room, allowed, wanted))
    .map(({ kind, target }) => `src/${file.path} may not import ${target} (${kind})`);
}

function isAllowed(room: string, allowed: readonly string[], { kind, target }: Import): boolean {
  const wanted = roomOf(target);
  if (wanted === room || allowed.includes('*') || allowed.includes(wanted)) return true;
  if (room === 'platform/index.ts' && /^platform\/[\w-]+\/index\.ts$/.test(target))
    return kind !== 'value';
  if (!downstream.includes(folderOf(room))) return false;
  return wanted === 'log.ts' || (wanted === 'config.ts' && kind === 'type');
}

function packageOffences(file: Parsed): readonly string[] {
  const room = roomOf(file.path);
  return file.imports
    .filter(({ own, target }) => !own && ownersOf(target)?.includes(room) === false)
    .map(({ target }) => `src/${file.path} may not import the package ${target}`);
}

function ownersOf(specifier: string): readonly string[] | undefined {
  return owners.find(([name]) => belongsTo(specifier, name))?.[1];
}

function belongsTo(specifier: string, name: string): boolean {
  return name.endsWith('/')
    ? specifier.startsWith(name)
    : specifier === name || specifier.startsWith(`${name}/`);
}

function worldOffences(file: Parsed): readonly string[] {
  const brought = file.imports.filter(({ kind }) => kind !== 'type').map(({ target }) => target);
  const env = [
    ...file.world.filter((name) => name === 'process.env'),
    ...brought.filter((name) => name === 'node:process' || name === 'process'),
  ];
  const read =
    file.path === 'config.ts'
      ? []
      : env.map((name) => `src/${file.path} reads ${name}; only config.ts may`);
  if (!pure.includes(roomOf(file.path)) || file.path === readsFiles) return read;
  const builtins = brought.filter((name) => name.startsWith('node:'));
  const world = [...file.world, ...builtins.filter((name) => !pureBuiltins.includes(name))];
  return [...read, ...world.map((name) => `src/${file.path} is pure and may not use ${name}`)];
}

function nameOffences(file: Parsed): readonly string[] {
  if (!neutral.includes(roomOf(file.path))) return [];
  const named = file.words.filter((word) => /slack|discord/i.test(word));
  return named.map((word) => `src/${file.path} names a platform: ${word}`);
}

function mutualOffences(files: readonly Parsed[]): readonly string[] {
  const pairs = new Set(files.flatMap(foldersImported));
  return [...pairs]
    .map((pair) => pair.split(' '))
    .filter(([from = '', to = '']) => from < to && pairs.has(`${to} ${from}`))
    .map(([from, to]) => `${from} and ${to} import each other`);
}

function foldersImported({ path, imports }: Parsed): readonly string[] {
  const from = folderOf(roomOf(path));
  const own = imports.filter((wanted) => wanted.own).map(({ target }) => folderOf(roomOf(target)));
  return own
    .filter((to) => to !== from && !to.endsWith('.ts') && !from.endsWith('.ts'))
    .map((to) => `${from} ${to}`);
}

function startOffences(files: readonly Parsed[]): readonly string[] {
  const doors = files.filter(({ path }) => /^(main|cli)\.ts$|\/render\.ts$/.test(path));
  return doors.flatMap(({ path }) =>
    reached(path, files)
      .filter((target) => heavy.some((name) => belongsTo(target, name)))
      .map((target) => `src/${path} loads ${target} at start`),
  );
}

/** Everything that is loaded together with a file, packages included. */
function reached(start: string, files: readonly Parsed[]): readonly string[] {
  const seen = new Set([start]);
  for (const path of seen) {
    const file = files.find((candidate) => candidate.path === path);
    for (const { kind, target } of file?.imports ?? []) if (kind === 'value') seen.add(target);
  }
  return [...seen];
}

/** The room a file stands in: its folder, its platform's folder, or the file itself. */
export function roomOf(path: string): string {
  const [folder = '', inner = '', ...deeper] = path.split('/');
  if (folder !== 'platform') return folder;
  return inner.endsWith('.ts') && deeper.length === 0 ? path : `platform/${inner}`;
}

function rowOf(room: string): string {
  return room in mayImport || !room.startsWith('platform/') || room.endsWith('.ts')
    ? room
    : 'platform/*';
}

function folderOf(room: string): string {
  return room.split('/')[0] ?? room;
}

const Node = z.looseObject({ type: z.string() });
const Named = z.object({ name: z.string() });
const Text = z.object({ value: z.string() });
const Template = z.object({ value: z.object({ raw: z.string() }) });
const Sourced = z.object({
  source: Text.nullish(),
  importKind: z.string().nullish(),
  exportKind: z.string().nullish(),
});
type Node = z.infer<typeof Node>;

/** Reads a file with the parser that also runs the tests, so that no comment or string counts as an import. */
export function parseFile({ path, text }: SourceFile): Parsed {
  const nodes = [...nodesOf(parseAst(text, { lang: 'ts' }))];
  const names = nodes.flatMap((node) => Named.safeParse(node).data?.name ?? []);
  const texts = nodes.flatMap((node) => Text.safeParse(node).data?.value ?? []);
  const templates = nodes.flatMap((node) => Template.safeParse(node).data?.value.raw ?? []);
  return {
    path,
    imports: nodes.flatMap((node) => importOf(node, path) ?? []),
    world: nodes.flatMap((node) => worldOf(node) ?? []),
    words: [...names, ...texts, ...templates],
  };
}

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodesOf(item);
  const node = Node.safeParse(value).data;
  if (!node) return;
  yield node;
  for (const child of Object.values(node)) if (typeof child === 'object') yield* nodesOf(child);
}

function importOf(node: Node, path: string): Import | null {
  if (
    !/^(Import(Declaration|Expression)|Export(All|Named)Declaration|TSImportType)$/.test(node.type)
  )
    return null;
  const { source, importKind, exportKind } = Sourced.parse(dropUnread(node));
  if (!source)
    return node.type === 'ImportExpression'
      ? { kind: 'lazy', target: 'an unreadable place', own: true }
      : null;
  const kind = kindOf(node.type, importKind ?? exportKind ?? 'value');
  const own = source.value.startsWith('.');
  return { kind, own, target: own ? posix.join(posix.dirname(path), source.value) : source.value };
}

/** import(name) has a source that is no text: then it counts as none. */
function dropUnread(node: Node): Node {
  return Text.safeParse(node['source']).success ? node : { ...node, source: null };
}

function kindOf(type: string, written: string): Import['kind'] {
  if (type === 'ImportExpression') return 'lazy';
  return type === 'TSImportType' || written === 'type' ? 'type' : 'value';
}

const globals =
  /^(process|fetch|WebSocket|performance|crypto|setTimeout|setInterval|randomUUID|randomBytes)$/;
const members = /^(process\.env|Date\.now|Math\.random|Temporal\.Now)$/;

function worldOf(node: Node): string | null {
  if (node.type === 'NewExpression') return newDateOf(node);
  if (node.type === 'VariableDeclarator')
    return nameOf(node['init']) === 'process' ? 'process.env' : null;
  if (node.type === 'CallExpression') return calledGlobal(node['callee']);
  if (node.type !== 'MemberExpression') return null;
  const object = nameOf(node['object']);
  const whole = `${object}.${nameOf(node['property'])}`;
  if (members.test(whole)) return whole;
  return globals.test(object) ? object : null;
}

function calledGlobal(callee: unknown): string | null {
  const name = Named.safeParse(callee).data?.name ?? '';
  return globals.test(name) ? name : null;
}

/** `new Date()` reads the clock; with an argument it does not. */
function newDateOf(node: Node): string | null {
  const given = z.array(z.unknown()).parse(node['arguments']);
  return nameOf(node['callee']) === 'Date' && given.length === 0 ? 'new Date()' : null;
}

/** The last name of an expression: process for `process` and for `globalThis.process`, env for `['env']`. */
function nameOf(value: unknown): string {
  const inner = Node.safeParse(value).data;
  if (inner?.type === 'MemberExpression') return nameOf(inner['property']);
  return Named.safeParse(value).data?.name ?? Text.safeParse(value).data?.value ?? '';
}
