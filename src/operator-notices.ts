import { behindDigests, manifestChat, manifestCommand } from './app-commands.ts';
import type { Library } from './digest/digest.ts';
import type { PreviewNotice } from './platform/preview/notices.ts';
import type { Report } from './store/reports.ts';
import type { Manifests } from './store/manifests.ts';
import type { Store } from './store/store.ts';
import { shellWord } from './terminal.ts';
import type { Stuck } from './store/outbox-stuck.ts';

/** More channels of a platform than these with one trouble are one notice: a token that serves no more closes all. */
const mostAlike = 3;

/** The verb that lists what people reported. */
export const reportsCommand = 'npx kawaraban reports';

/**
 * What the operator must see to: channel by channel those that take no posts, then those of unknown outcome; then what
 * people reported.
 */
export async function operatorNotices({
  outbox,
  reports,
}: Pick<Store, 'outbox' | 'reports'>): Promise<readonly PreviewNotice[]> {
  const alike = Map.groupBy(await outbox.stuck(), ({ state, platform, reason }) =>
    JSON.stringify([state, platform, reason]),
  );
  const stuck = [...alike.values()].flatMap((rows) =>
    rows.length > mostAlike ? noticeOf(rows) : rows.flatMap((row) => noticeOf([row])),
  );
  return [...stuck, ...reportsNotice(await reports.open())];
}

/** How many reports are open, and where the newest is from. */
function reportsNotice(open: readonly Report[]): PreviewNotice[] {
  const newest = open.at(-1);
  if (!newest) return [];
  const { platform, channel, digest } = newest;
  return [
    {
      kind: 'reports',
      channel: `${platform}/${channel}`,
      others: 0,
      count: open.length,
      reason: digest,
      command: reportsCommand,
    },
  ];
}

function noticeOf(rows: readonly Stuck[]): PreviewNotice[] {
  const [first] = rows;
  if (!first) return [];
  const { state, platform, channel, reason } = first;
  const name = `${platform}/${channel}`;
  const list = `npx kawaraban deliveries --state ${state}`;
  return [
    {
      kind: state,
      channel: name,
      others: rows.length - 1,
      count: rows.reduce((sum, { count }) => sum + count, 0),
      reason: reason ?? '',
      command: rows.length > 1 ? list : `${list} --channel ${shellWord(name)}`,
    },
  ];
}

/** That the app of a chat lacks commands, where it does. */
export async function commandNotices(
  manifests: Pick<Manifests, 'of'>,
  library: Library,
): Promise<readonly PreviewNotice[]> {
  const behind = await behindDigests(manifests, library);
  if (behind === null) return [];
  const { missing } = behind;
  const app = { kind: 'commands', channel: manifestChat.name, others: 0 } as const;
  return [{ ...app, count: missing.length, reason: missing.join(', '), command: manifestCommand }];
}

/** The command that settles a delivery, to be finished with one of three words. */
export function settleCommand(key: string): string {
  return `npx kawaraban settle ${shellWord(key)} posted|failed|again`;
}
