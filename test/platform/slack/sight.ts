import { z } from 'zod';

// What a person sees of a Slack message, and what in it is alive: mentions, links, markup.

const Text = z.object({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string() });
const Node = z.object({
  type: z.string(),
  text: z.string().optional(),
  get elements() {
    return z.array(Node).optional();
  },
});
type Node = z.infer<typeof Node>;
const Block = z.looseObject({ type: z.string() });

/** The parts of a message that people get. */
export const SightMessage = z.object({
  text: z.string().default(''),
  blocks: z.array(Block).default([]),
  mrkdwn: z.union([z.boolean(), z.string()]).optional(),
  parse: z.string().optional(),
  link_names: z.union([z.boolean(), z.string()]).optional(),
});
export type SightMessage = z.infer<typeof SightMessage>;

/** All words of a message that a person reads, buttons not included. */
export function wordsSeen(message: SightMessage): string {
  return message.blocks.map(wordsOf).join('\n');
}

/** Everything of a message that pings, links, formats or changes the channel's look. */
export function pingsOf(message: SightMessage): string[] {
  const top = commandsIn(message.text);
  const names = String(message.link_names) === 'true' || message.parse === 'full';
  const guessed = names ? (message.text.match(/@(?:channel|here|everyone)|#\w+/g) ?? []) : [];
  return [...top, ...guessed, ...message.blocks.flatMap(alive)];
}

function wordsOf(block: z.infer<typeof Block>): string {
  if (block.type === 'actions') return '';
  if (block.type === 'rich_text') return partsOf(block).map(linesOf).join('\n');
  if (block.type === 'table')
    return rowsOf(block)
      .map((cells) => cells.map(linesOf).join('\t'))
      .join('\n');
  return textsIn(block)
    .map(({ text }) => decoded(text))
    .join('\n');
}

/** The sections, lists and quotes of a rich_text block. */
function partsOf(block: z.infer<typeof Block>): readonly Node[] {
  return z.array(Node).parse(block['elements']);
}

/** The cells of a table, row by row. */
function rowsOf(block: z.infer<typeof Block>): readonly (readonly Node[])[] {
  return z.array(z.array(Node)).parse(block['rows']);
}

function textsIn(block: z.infer<typeof Block>): z.infer<typeof Text>[] {
  const values = [block['text'], ...z.array(z.unknown()).default([]).parse(block['elements'])];
  return values.flatMap((value) => Text.safeParse(value).data ?? []);
}

function linesOf({ type, text, elements = [] }: Node): string {
  const inner = elements.map(linesOf);
  return (text ?? '') + inner.join(type === 'rich_text_list' ? '\n' : '');
}

function leaves(node: Node): readonly Node[] {
  return node.elements ? node.elements.flatMap(leaves) : [node];
}

function alive(block: z.infer<typeof Block>): string[] {
  if (block.type === 'markdown') return ['a markdown block'];
  if (block.type === 'actions') return labelsIn(block).flatMap(commandsIn);
  if (block.type === 'rich_text' || block.type === 'table') {
    const types = (block.type === 'table' ? rowsOf(block).flat() : partsOf(block))
      .flatMap(leaves)
      .map(({ type }) => type);
    return types.filter((type) => type !== 'text' && type !== 'raw_text');
  }
  return textsIn(block).flatMap(({ type, text }) =>
    type === 'plain_text' ? commandsIn(text) : marked(text),
  );
}

const Labelled = z.object({
  text: Text.optional(),
  options: z.array(z.object({ text: Text })).default([]),
});

/** What stands on buttons, and in menus. */
function labelsIn(block: z.infer<typeof Block>): string[] {
  return z
    .array(Labelled)
    .parse(block['elements'])
    .flatMap(({ text, options }) => [...(text ? [text] : []), ...options.map((each) => each.text)])
    .map(({ text }) => text);
}

/** <!channel>, <@U…>, <#C…>, <https://…|…>: read wherever they stand raw. */
function commandsIn(text: string): string[] {
  return text.match(/<(?:[!@#]|https?:|mailto:)[^>]*>/g) ?? [];
}

function marked(text: string): string[] {
  const shown = /https?:\/\/\S+|\*[^*\n]+\*|_[^_\n]+_|~[^~\n]+~|`[^`\n]+`|^>/gm;
  return [...commandsIn(text), ...(text.match(shown) ?? [])];
}

function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
