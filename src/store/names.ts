import type { Kysely } from 'kysely';
import type { Whose } from './retention.ts';
import type { Tables } from './tables.ts';

/** What names who did it: a person as `slack/U0123456789`, else the operator or a platform. */
const signed = ['subscriptions', 'pauses', 'acts', 'reports'] as const;

/** Puts the platform in the place of people who settled something of a channel; what they settled stays. */
export async function forgetNames(db: Kysely<Tables>, whose: Whose): Promise<void> {
  // Whose they are of a workspace is found by its channels: Channels.left.
  if (whose.kind === 'channel' || whose.kind === 'workspace') return;
  for (const table of signed) {
    const rows = await db.selectFrom(table).select('by').distinct().execute();
    for (const { by } of rows) {
      const platform = platformOf(by);
      if (platform !== null && isMeant(whose, by, platform))
        await db.updateTable(table).set({ by: platform }).where('by', '=', by).execute();
    }
  }
}

/** Does so among the acts before a time (epoch ms); subscriptions and pauses say whose they are while they last. */
export async function forgetOldNames(db: Kysely<Tables>, before: number): Promise<void> {
  const rows = await db
    .selectFrom('acts')
    .select('by')
    .distinct()
    .where('at', '<', before)
    .execute();
  for (const { by } of rows) {
    const platform = platformOf(by);
    if (platform === null) continue;
    const acts = db.updateTable('acts').set({ by: platform }).where('by', '=', by);
    await acts.where('at', '<', before).execute();
  }
}

function isMeant(whose: Whose, by: string, platform: string): boolean {
  if (whose.kind === 'all') return true;
  if (platform !== whose.platform) return false;
  return whose.kind !== 'person' || by === `${platform}/${whose.person}`;
}

/** The platform of a person; null for anybody else. */
function platformOf(by: string): string | null {
  const end = by.indexOf('/');
  return end < 0 ? null : by.slice(0, end);
}
