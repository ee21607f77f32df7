import { printActs } from './channel-verbs.ts';
import { loadConfig, redacted } from './config.ts';
import { behindDigests, manifestChat, manifestCommand } from './app-commands.ts';
import type { Library } from './digest/digest.ts';
import { loadLibrary } from './digest/files.ts';
import { ownLanguage } from './input.ts';
import { languageOf } from './language/index.ts';
import { fillBlanks } from './language/wording.ts';
import { operatorNotices, settleCommand } from './operator-notices.ts';
import { openReportsLine } from './reports-verb.ts';
import { deskWords, localTime } from './operator-text.ts';
import type { Delivery } from './store/delivery.ts';
import { withheldReason } from './store/outbox-withheld.ts';
import type { Store } from './store/store.ts';
import { inKeptStore } from './kept-store.ts';
import { print } from './verbs.ts';

const day = 24 * 3_600_000;
/** How many of a kind are listed, and how long what is over is told. */
const most = 20;
const failedFor = day;
const missedFor = 7 * day;

/** Prints the configuration, the digests, what of posting needs the operator, and what was done last to channels. */
export async function status({ digests }: { readonly digests: string }): Promise<void> {
  const config = loadConfig();
  for (const [name, value] of Object.entries(redacted(config))) print(`${name}=${value ?? ''}`);
  const { library, faults } = await loadLibrary(digests);
  const { gone } = deskWords();
  for (const { id, revision, withdrawn } of library.digests)
    print(`digest ${id} revision ${revision}${withdrawn ? ` ${gone}` : ''}`);
  for (const { file, message } of faults) print(`✗ ${file}: ${message}`);
  await inKeptStore(config, async (store) => {
    if (store) await printStored(store, library);
  });
}

/** What did not go out as it should, what the app lacks, and what was done last to channels. */
async function printStored(store: Store, library: Library): Promise<void> {
  const lines = [
    ...(await troublesOf(store, Date.now())),
    ...(await missingCommands(store, library)),
  ];
  for (const line of lines) print(`✗ ${line}`);
  await printActs(store);
}

/** What the app of a chat lacks, and how it gets it. */
async function missingCommands({ manifests }: Store, library: Library): Promise<readonly string[]> {
  const behind = await behindDigests(manifests, library);
  if (behind === null) return [];
  const { missing, instead, at } = behind;
  const { name: chat, page } = manifestChat;
  const blanks = { chat, page, list: missing.join(', '), instead, at: localTime(at) };
  const { manifest } = languageOf(ownLanguage()).wording;
  return [fillBlanks(manifest.behind, { ...blanks, command: manifestCommand })];
}

async function troublesOf(store: Store, now: number): Promise<string[]> {
  const { outbox, planning } = store;
  const words = deskWords();
  const [notices, open, unknown, failed, missed] = await Promise.all([
    operatorNotices(store),
    store.reports.open(),
    outbox.list(most, { state: 'unknown' }),
    outbox.list(most, { state: 'failed', since: now - failedFor }),
    planning.missedSince(now - missedFor, most),
  ]);
  const held = notices.filter(({ kind }) => kind === 'held');
  return [
    ...held.map(({ channel, others, count, reason }) => {
      const named = fillBlanks(words.andOthers, { channel, count: String(others) });
      const blanks = { channel: others > 0 ? named : channel, count: String(count), reason };
      return fillBlanks(words.heldLine, blanks);
    }),
    ...unknown.map((row) => fillBlanks(words.unknownLine, blanksOf(row))),
    ...failed
      .filter(({ reason }) => reason !== withheldReason)
      .map((row) => fillBlanks(words.failedLine, blanksOf(row))),
    ...missed.map((slot) => fillBlanks(words.missedLine, { ...slot, at: localTime(slot.at) })),
    ...openReportsLine(open),
  ];
}

function blanksOf({ key, place, digest, reason, updatedAt }: Delivery) {
  return {
    channel: `${place.platform}/${place.channel}`,
    digest,
    reason: reason ?? '',
    at: localTime(updatedAt),
    command: settleCommand(key),
  };
}
