import type { MessageEvent } from './schema.ts';

/** How a message that may be for the bot calls it; neither is talk in a thread. */
interface Address {
  readonly person: string;
  /** In a direct message. */
  readonly direct: boolean;
  readonly mentioned: boolean;
}

/** How a message calls the bot (its user id, empty where not known); null for what is certainly not for it. */
export function addressOf(
  { type, text, user, bot_id: otherBot, subtype, channel_type: kind, ...event }: Message,
  bot: string,
): Address | null {
  if (!user || user === bot || otherBot || !isSpoken(subtype)) return null;
  const direct = kind === 'im';
  const mentioned = type === 'app_mention' || (bot !== '' && (text ?? '').includes(`<@${bot}>`));
  const inThread = event.thread_ts !== undefined && event.thread_ts !== event.ts;
  return direct || mentioned || inThread ? { person: user, direct, mentioned } : null;
}

type Message = MessageEvent['event'];

/** Edits, deletions, joins and what bots write are not spoken to us. */
function isSpoken(subtype: string | undefined): boolean {
  return subtype === undefined || subtype === 'thread_broadcast' || subtype === 'file_share';
}

/** Whether a text names other people, or groups of them. */
export function namesOthers(text: string, bot: string): boolean {
  const named = [...text.matchAll(/<@(\w+)/g)].map(([, person]) => person);
  return named.some((person) => person !== bot) || text.includes('<!subteam^');
}
