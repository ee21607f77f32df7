import { type Handlers, isFirstTwin, type Place } from '../platform.ts';
import { type ChannelChange, plainChanges } from './schema.ts';
import { uninstallingEvents } from './uninstalled.ts';
import { channelIn } from './where.ts';
import type { Workspace } from './workspaces.ts';

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

/** Tells of what happened to a channel or to the bot (user id `bot`), once, however often Slack does. */
export async function changed(
  handlers: Handlers,
  { homeOf, id: workspace }: Workspace,
  { event, event_id: id, event_time: time }: ChannelChange,
  bot: string,
): Promise<void> {
  if (!isOurs(event, bot) || !(await handlers.once(`slack:event:${id}`))) return;
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
      if (
        !(await isFirstTwin(
          handlers,
          `slack:left:${channelIn(workspace, event.channel)}`,
          time * 1000,
        ))
      )
        return;
      return handlers.happened({ kind: 'closed', place: placeOf(event.channel) });
    case 'channel_deleted':
    case 'group_deleted':
      return handlers.happened({ kind: 'deleted', place: placeOf(event.channel) });
    default:
      return event satisfies never;
  }
}

/** Whose joining and leaving it is: those of people are not ours. */
function isOurs(event: ChannelChange['event'], bot: string): boolean {
  if (event.type === 'member_joined_channel' || event.type === 'member_left_channel')
    return event.user === bot;
  return true;
}
