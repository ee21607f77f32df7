import { z } from 'zod';
import { addressOf } from './addressed.ts';
import { isOurs } from './changes.ts';
import { actionPrefix } from './ids.ts';
import { botIn, ChannelChange, MessageEvent, Uninstalling } from './schema.ts';
import { endsOurs } from './uninstalled.ts';
import { channelIn } from './where.ts';

/** The first is the name that something heard is kept under; each of them is seen once. */
type Keys = readonly [string, ...string[]];

const ours = z.string().startsWith(actionPrefix);
const trigger_id = z.string();

const Typed = z.object({ command: z.string(), trigger_id });
const Pressed = z.object({
  type: z.literal('block_actions'),
  trigger_id,
  actions: z.tuple([z.object({ action_id: ours })]).rest(z.unknown()),
});
const Sent = z.object({
  type: z.literal('view_submission'),
  view: z.object({ id: z.string(), callback_id: ours }),
});
const Shortcut = z.object({
  type: z.enum(['shortcut', 'message_action']),
  trigger_id,
  callback_id: ours,
});

/**
 * The keys of what is written down until it is answered; null for all that needs no answer, such as what people say to
 * each other. The workspace is that of `channelIn`.
 */
export function keysOf(body: unknown, workspace: string | null): Keys | null {
  const typed = Typed.safeParse(body).data;
  if (typed) return [`slack:command:${typed.trigger_id}`];
  const press = Pressed.safeParse(body).data;
  if (press) return [`slack:press:${press.trigger_id}`];
  const sent = Sent.safeParse(body).data;
  if (sent) return [`slack:form:${sent.view.id}`];
  const shortcut = Shortcut.safeParse(body).data;
  if (shortcut) return [`slack:shortcut:${shortcut.trigger_id}`];
  return messageKeys(body, workspace) ?? changeKeys(body);
}

/** A mention arrives twice, as message and as app_mention, under two event ids. */
function messageKeys(body: unknown, workspace: string | null): Keys | null {
  const message = MessageEvent.safeParse(body).data;
  if (!message || addressOf(message.event, botIn(message)) === null) return null;
  const { channel, ts } = message.event;
  const spelling = channelIn(workspace, channel);
  return [`slack:message:${spelling}:${ts}`, `slack:event:${message.event_id}`];
}

function changeKeys(body: unknown): Keys | null {
  const ending = Uninstalling.safeParse(body).data;
  if (ending) return endsOurs(ending.event) ? [`slack:event:${ending.event_id}`] : null;
  const change = ChannelChange.safeParse(body).data;
  if (!change) return null;
  const bot = botIn(change);
  return bot === '' || isOurs(change.event, bot) ? [`slack:event:${change.event_id}`] : null;
}
