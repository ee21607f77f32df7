import { type SeenDigest, historyCard } from '../card/history-card.ts';
import type { Digest } from '../digest/digest.ts';
import { keptRevision, readRevision } from '../digest/revision.ts';
import type { Log } from '../log.ts';
import type { Reply, Speaker } from '../platform/platform.ts';
import type { Store } from '../store/store.ts';
import type { HandlerParts } from './parts.ts';
import { toPersonOrAll } from './share.ts';

/** What was corrected on a digest, for the person alone. */
export async function historyReply(
  parts: HandlerParts,
  speaker: Speaker,
  digest: Digest,
): Promise<Reply> {
  const kept = await parts.store.revisions.of(digest.id);
  const seen = kept.flatMap(({ digest: json, at }): SeenDigest[] => {
    const read = readRevision(json);
    return read === null ? [] : [{ digest: read, at }];
  });
  const zone = parts.room.defaults.zone ?? 'UTC';
  return toPersonOrAll(parts, speaker, (language) => historyCard(digest, seen, { language, zone }));
}

/** Keeps each revision of the digests that a process comes to see. */
export interface RevisionNotes {
  /** In turn, behind whatever goes on: what cannot be kept is tried again with the next reading. */
  note(digests: readonly Digest[]): void;
  /** Once all that was noted so far is written, or could not be. */
  settled(): Promise<void>;
  /** Once what is being written is; the rest waits for another process. */
  stop(): Promise<void>;
}

/** What keeps the revisions that one process comes to see, each once. */
export function createRevisionNotes(
  { revisions }: Pick<Store, 'revisions'>,
  log: Log,
  now: () => number = Date.now,
): RevisionNotes {
  const known = new Set<string>();
  let working: Promise<void> | null = null;
  let isStopped = false;
  async function keep(digests: readonly Digest[]): Promise<void> {
    for (const digest of digests) {
      const key = `${digest.id} ${digest.revision}`;
      if (isStopped || known.has(key)) continue;
      await revisions.note(digest.id, digest.revision, keptRevision(digest), now());
      known.add(key);
    }
  }
  return {
    note(digests) {
      working ??= keep(digests)
        .catch((err: unknown) => log.warn({ err }, 'a revision could not be kept'))
        .finally(() => (working = null));
    },
    async settled() {
      await working;
    },
    async stop() {
      isStopped = true;
      await working;
    },
  };
}
