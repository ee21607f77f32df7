import type { Database } from './database.ts';

/** How many questions are answered in `within` ms: of one person, and in one channel. */
export interface AskLimits {
  readonly person: number;
  readonly channel: number;
  readonly within: number;
}

/** Whose limit is reached, and when the next question is answered (epoch ms). */
export interface AskLimit {
  readonly whose: 'person' | 'channel';
  readonly until: number;
}

/** What people settled for themselves, and how much they asked lately. */
export interface People {
  /** The language a person wants to be answered in; null where they settled none. */
  language(platform: string, person: string): Promise<string | null>;
  /** Null goes back to what the platform tells. */
  setLanguage(platform: string, person: string, language: string | null, at: number): Promise<void>;
  /** Counts a question where it is within the limits, and gives null; else the limit that is reached. */
  ask(
    who: { readonly platform: string; readonly channel: string; readonly person: string },
    limits: AskLimits,
    now: number,
  ): Promise<AskLimit | null>;
}

/** What the keys begin with under which it is noted that people were told of a limit (see `once`). */
export function toldKey(platform?: string, person?: string): string {
  const of = [platform, person].filter((part) => part !== undefined);
  return ['limit', ...of, ''].join(':');
}

/** The people of a store. */
export function peopleOf({ db }: Database): People {
  return {
    async language(platform, person) {
      const row = await db
        .selectFrom('people')
        .select('language')
        .where('platform', '=', platform)
        .where('person', '=', person)
        .executeTakeFirst();
      return row?.language ?? null;
    },
    async setLanguage(platform, person, language, at) {
      if (language === null) {
        await db
          .deleteFrom('people')
          .where('platform', '=', platform)
          .where('person', '=', person)
          .execute();
        return;
      }
      await db
        .insertInto('people')
        .values({ platform, person, language, at })
        .onConflict((conflict) =>
          conflict.columns(['platform', 'person']).doUpdateSet({ language, at }),
        )
        .execute();
    },
    ask: ({ platform, channel, person }, limits, now) =>
      db.transaction().execute(async (trx) => {
        await trx
          .deleteFrom('asks')
          .where('at', '<=', now - limits.within)
          .execute();
        const times = (column: 'person' | 'channel', value: string) =>
          trx
            .selectFrom('asks')
            .select('at')
            .where('platform', '=', platform)
            .where(column, '=', value)
            .orderBy('at', 'desc')
            .limit(limits[column])
            .execute();
        for (const [whose, value] of [
          ['person', person],
          ['channel', channel],
        ] as const) {
          const asked = await times(whose, value);
          const oldest = asked.at(-1);
          // The next one is answered when the oldest of as many as are allowed is out of sight.
          if (asked.length >= limits[whose] && oldest !== undefined)
            return { whose, until: oldest.at + limits.within };
        }
        await trx.insertInto('asks').values({ platform, channel, person, at: now }).execute();
        return null;
      }),
  };
}
