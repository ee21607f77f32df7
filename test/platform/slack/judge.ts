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

const messageBlock = z.discriminatedUnion('type', [
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
    elements: z.array(button).min(1).max(25),
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

const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plain(2000),
  element: z.strictObject({
    type: z.literal('plain_text_input'),
    action_id: id,
    multiline: z.boolean().optional(),
    max_length: z.number().int().min(1).max(3000).optional(),
    focus_on_load: z.boolean().optional(),
  }),
});

const blocks = z
  .array(messageBlock)
  .min(1)
  .max(50)
  .refine((all) => JSON.stringify(all).length <= 12_000, 'all blocks hold more than 12,000')
  .refine((all) => isUnique(all.flatMap(actionIds)), 'an action_id stands twice')
  .refine((all) => all.every((block) => hasNoBreak(block)), 'a header holds a line break');

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
  'views.open': z.object({
    trigger_id: z.string(),
    view: z.strictObject({
      type: z.literal('modal'),
      callback_id: id,
      private_metadata: z.string().max(3000),
      title: plain(24),
      submit: plain(24),
      close: plain(24).optional(),
      blocks: z.array(input).min(1).max(100),
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

function actionIds(block: z.infer<typeof messageBlock>): string[] {
  return block.type === 'actions' ? block.elements.map((element) => element.action_id) : [];
}

function isUnique(ids: readonly string[]): boolean {
  return new Set(ids).size === ids.length;
}

function hasNoBreak(block: z.infer<typeof messageBlock>): boolean {
  return block.type !== 'header' || !block.text.text.includes('\n');
}
