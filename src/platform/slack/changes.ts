import { isFirstTwin, type Place } from '../platform.ts';
import type { Context } from './context.ts';
import { type ChannelChange, plainChanges } from './schema.ts';
import { uninstallingEvents } from './uninstalled.ts';
import { channelIn } from './where.ts';

/** The events that tell of a channel. */
export const channelEvents: readonly ChannelChange['event']['type'][] = [
  'member_joined_channel',
  'member_left_channel',
  ...plainChanges,
  'channel_rename',
  'group_rename',
  'channel_id_changed',
];

/** The events that tell of a channel or of the app, to be subscribed to. */
export const changeEvents: readonly string[] = [...channelEvents, ...uninstallingEvents];

/**
 * Tells of what happened to a channel or to the bot, once of what Slack tells in two words. What is taken up again may
 * be told twice: of twins only one is left by whoever was stopped.
 */
export async function changed(
  { handlers, workspace: { homeOf, id: workspace }, bot, turn }: Context,
  { event, event_time: time }: ChannelChange,
): Promise<void> {
  if (!isOurs(event, bot)) return;
  const isTwin = async (what: string): Promise<boolean> =>
    !turn.again && !(await isFirstTwin(handlers, `slack:${what}`, time * 1000));
  const placeOf = (channel: string): Place => ({
    platform: 'slack',
    channel: channelIn(workspace, channel),
    thread: null,
  });
  const opened = (channel: string | null): Promise<void> =>
    handlers.happened({
      kind: 'opened',
      platform: 'slack',
      workspace,
      channel: channel === null ? null : channelIn(workspace, channel),
    });
  switch (event.type) {
    case 'member_joined_channel': {
      const { channel, inviter: by = '' } = event;
      const home = await homeOf(channelIn(workspace, channel), by);
      await handlers.happened({ kind: 'joined', place: placeOf(channel), by, home });
      // What waited because the bot was not in the channel may go out.
      return opened(channel);
    }
    case 'channel_rename':
    case 'group_rename': {
      const { id: channel, name } = event.channel;
      return handlers.happened({ kind: 'renamed', place: placeOf(channel), name });
    }
    case 'channel_id_changed': {
      const { old_channel_id: from, new_channel_id: to } = event;
      return handlers.happened({
        kind: 'moved',
        place: placeOf(from),
        to: channelIn(workspace, to),
      });
    }
    case 'channel_unarchive':
    case 'group_unarchive':
      return opened(event.channel);
    case 'channel_archive':
    case 'group_archive':
      return handlers.happened({ kind: 'closed', place: placeOf(event.channel) });
    case 'member_left_channel':
    case 'channel_left':
    case 'group_left':
      if (await isTwin(`left:${channelIn(workspace, event.channel)}`)) return;
      return handlers.happened({ kind: 'closed', place: placeOf(event.channel) });
    case 'channel_deleted':
    case 'group_deleted':
      return handlers.happened({ kind: 'deleted', place: placeOf(event.channel) });
    default:
      return event satisfies never;
  }
}

/** Whose joining and leaving it is: those of people are not ours. */
export function isOurs(event: ChannelChange['event'], bot: string): boolean {
  if (event.type === 'member_joined_channel' || event.type === 'member_left_channel')
    return event.user === bot;
  return true;
}
