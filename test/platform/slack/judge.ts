import { z } from 'zod';
import { judgeByTypes } from './published-judge.ts';

// What Slack accepts, from its reference (docs.slack.dev/reference) and from what was seen in the field.
// Written by hand and on purpose apart from the limits in src: the renderer must not judge itself.

const text = (max: number) => z.string().min(1).max(max);
const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(max), emoji: z.boolean().optional() });
const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: text(max),
    verbatim: z.boolean().optional(),
  });
const anyText = (max: number) => z.union([plain(max), mrkdwn(max)]);
const id = text(255);
const blockId = id.optional();

const style = z
  .strictObject({ bold: z.boolean().optional(), italic: z.boolean().optional() })
  .optional();
const run = z.looseObject({ type: z.string(), text: text(3000).optional(), style });
const section = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(run).min(1),
});
const richElement = z.discriminatedUnion('type', [
  section,
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(run).min(1) }),
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(section).min(1),
  }),
]);

const button = z.strictObject({
  type: z.literal('button'),
  action_id: id,
  text: plain(75),
  value: text(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

const option = (textMax: number) => z.strictObject({ text: plain(textMax), value: text(150) });

const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: id,
  options: z.array(option(75)).min(1).max(5),
});

const cell = z.union([
  z.strictObject({ type: z.literal('raw_text'), text: text(3000) }),
  z.strictObject({ type: z.literal('rich_text'), elements: z.array(richElement).min(1) }),
]);

const table = z
  .strictObject({
    type: z.literal('table'),
    block_id: blockId,
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(
        z.strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        }),
      )
      .max(20)
      .optional(),
  })
  .refine(
    ({ rows }) => new Set(rows.map(({ length }) => length)).size === 1,
    'rows differ in length',
  );

const messageBlock = z.discriminatedUnion('type', [
  table,
  z.strictObject({ type: z.literal('header'), block_id: blockId, text: plain(150) }),
  z.strictObject({ type: z.literal('divider'), block_id: blockId }),
  z.strictObject({ type: z.literal('section'), block_id: blockId, text: anyText(3000) }),
  z.strictObject({
    type: z.literal('context'),
    block_id: blockId,
    elements: z.array(anyText(3000)).min(1).max(10),
  }),
  z.strictObject({
    type: z.literal('actions'),
    block_id: blockId,
    elements: z
      .array(z.discriminatedUnion('type', [button, overflow]))
      .min(1)
      .max(25),
  }),
  z.strictObject({
    type: z.literal('rich_text'),
    block_id: blockId,
    elements: z.array(richElement).min(1),
  }),
  z.strictObject({
    type: z.literal('image'),
    block_id: blockId,
    slack_file: z.strictObject({ id }),
    alt_text: text(2000),
    title: plain(2000).optional(),
  }),
]);

const action = { action_id: id, focus_on_load: z.boolean().optional() };
const options = (max: number) => z.array(option(75)).min(1).max(max);
const chosenOf = (element: { options: unknown[]; initial_option?: unknown }) =>
  element.initial_option === undefined ? [] : [element.initial_option];

const element = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('plain_text_input'),
      ...action,
      multiline: z.boolean().optional(),
      initial_value: z.string().max(3000).optional(),
      max_length: z.number().int().min(1).max(3000).optional(),
    }),
    z.strictObject({
      type: z.literal('static_select'),
      ...action,
      options: options(100),
      initial_option: option(75).optional(),
    }),
    z.strictObject({
      type: z.literal('multi_static_select'),
      ...action,
      options: options(100),
      initial_options: options(100).optional(),
    }),
    z.strictObject({
      type: z.literal('checkboxes'),
      ...action,
      options: options(10),
      initial_options: options(10).optional(),
    }),
    z.strictObject({
      type: z.literal('radio_buttons'),
      ...action,
      options: options(10),
      initial_option: option(75).optional(),
    }),
    z.strictObject({
      type: z.literal('conversations_select'),
      ...action,
      initial_conversation: z
        .string()
        .regex(/^[CG][A-Z0-9]+$/)
        .optional(),
      filter: z.strictObject({
        include: z.array(z.enum(['public', 'private'])).min(1),
        exclude_bot_users: z.boolean(),
      }),
    }),
    z.strictObject({
      type: z.literal('timepicker'),
      ...action,
      initial_time: z
        .string()
        .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
        .optional(),
    }),
  ])
  // What is chosen at first must be one of the options, letter for letter.
  .refine((of) => {
    if (!('options' in of)) return true;
    const chosen = 'initial_options' in of ? (of.initial_options ?? []) : chosenOf(of);
    const known = of.options.map((each) => JSON.stringify(each));
    return chosen.every((each) => known.includes(JSON.stringify(each)));
  }, 'a first choice is none of the options');

const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plain(2000),
  optional: z.boolean().optional(),
  element,
});

const blocks = z
  .array(messageBlock)
  .min(1)
  .max(50)
  .refine((all) => JSON.stringify(all).length <= 12_000, 'all blocks hold more than 12,000')
  .refine((all) => isUnique(all.flatMap(actionIds)), 'an action_id stands twice')
  .refine((all) => all.every((block) => hasNoBreak(block)), 'a header holds a line break')
  .refine((all) => all.filter(({ type }) => type === 'table').length <= 1, 'only_one_table_allowed')
  .refine((all) => all.every(hasFewLetters), 'the cells of a table hold more than 10,000');

const viewBlocks = z
  .array(z.discriminatedUnion('type', [messageBlock, input]))
  .max(100)
  .refine((all) => isUnique(all.flatMap(actionIds)), 'an action_id stands twice')
  .refine(
    (all) => isUnique(all.flatMap((block) => block.block_id ?? [])),
    'a block_id stands twice',
  )
  .refine((all) => all.every(({ type }) => type !== 'table'), 'modals have no tables')
  .refine((all) => all.filter(hasFocus).length <= 1, 'two fields want the cursor')
  .refine((all) => Buffer.byteLength(JSON.stringify(all)) <= 250_000, 'view_too_large');

const modal = z
  .strictObject({
    type: z.literal('modal'),
    callback_id: id,
    private_metadata: z.string().max(3000).optional(),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    blocks: viewBlocks.min(1),
  })
  .refine(
    (view) => view.submit !== undefined || view.blocks.every(({ type }) => type !== 'input'),
    'fields, and no way to send them',
  );

const message = z.object({ text: text(40_000), blocks });
const ts = z.string().regex(/^\d{10}\.\d{6}$/);

const metadata = z
  .strictObject({
    event_type: z.string().regex(/^[a-z][a-z0-9_.]{0,254}$/),
    event_payload: z.record(z.string(), z.string().max(8000)),
  })
  .optional();

const bodies: Readonly<Record<string, z.ZodType>> = {
  'chat.postMessage': message.extend({
    channel: z.string(),
    thread_ts: ts.optional(),
    unfurl_links: z.literal('false'),
    unfurl_media: z.literal('false'),
    mrkdwn: z.literal('false'),
    metadata,
  }),
  'chat.postEphemeral': message.extend({
    channel: z.string(),
    user: z.string(),
    thread_ts: ts.optional(),
  }),
  'chat.update': message.extend({ channel: z.string(), ts, metadata }),
  'chat.delete': z.object({ channel: z.string(), ts }),
  response_url: message.extend({
    response_type: z.enum(['ephemeral', 'in_channel']),
    replace_original: z.boolean(),
    thread_ts: ts.optional(),
  }),
  'views.open': z.object({ trigger_id: z.string(), view: modal }),
  'views.push': z.object({ trigger_id: z.string(), view: modal }),
  'views.update': z.object({ view_id: z.string(), view: modal }),
  'views.publish': z.object({
    user_id: z.string(),
    hash: z.string().optional(),
    view: z.strictObject({
      type: z.literal('home'),
      callback_id: id.optional(),
      private_metadata: z.string().max(3000).optional(),
      blocks: viewBlocks,
    }),
  }),
};

/** What Slack would refuse in a call's body (its JSON fields parsed), by our rules and by its own types; empty where it is sound. */
export function judge(method: string, body: unknown): string[] {
  return [...judgeByHand(method, body), ...judgeByTypes(method, body)];
}

function judgeByHand(method: string, body: unknown): string[] {
  const result = bodies[method]?.safeParse(body);
  if (!result || result.success) return [];
  return result.error.issues.map((issue) => `${method} ${issue.path.join('.')}: ${issue.message}`);
}

type Judged = z.infer<typeof messageBlock> | z.infer<typeof input>;

function actionIds(block: Judged): string[] {
  return block.type === 'actions' ? block.elements.map(({ action_id }) => action_id) : [];
}

function isUnique(ids: readonly string[]): boolean {
  return new Set(ids).size === ids.length;
}

function hasNoBreak(block: Judged): boolean {
  return block.type !== 'header' || !block.text.text.includes('\n');
}

function hasFocus(block: Judged): boolean {
  return block.type === 'input' && block.element.focus_on_load === true;
}

function hasFewLetters(block: Judged): boolean {
  if (block.type !== 'table') return true;
  const texts = JSON.stringify(block.rows).match(/"text":"(?:[^"\\]|\\.)*"/g) ?? [];
  return texts.map((each) => each.length - '"text":""'.length).reduce((a, b) => a + b, 0) <= 10_000;
}
