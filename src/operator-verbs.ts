import { loadConfig } from './config.ts';
import { rewriteDigest } from './digest/files.ts';
import { withWithdrawal } from './digest/withdrawn.ts';
import { inputError, type InputError } from './input.ts';
import { nearest } from './language/nearest.ts';
import type { DeskWording } from './language/operator.ts';
import { fillBlanks } from './language/wording.ts';
import { settleCommand } from './operator-notices.ts';
import { deskWords, localMoment, localTime, operatorName, targetParts } from './operator-text.ts';
import { type Delivery, editSlot } from './store/delivery.ts';
import type { Wanted } from './store/outbox.ts';
import { withheldReason } from './store/outbox-withheld.ts';
import type { Store } from './store/store.ts';
import { inKeptStore } from './kept-store.ts';
import { digestNamed, print } from './verbs.ts';

interface WithdrawOptions {
  readonly reason?: string;
  readonly by?: string;
  readonly undo?: boolean;
  readonly digests: string;
}

/** Withdraws a digest, or lets it stand again, in its digest.yaml; throws InputError where that changes nothing. */
export async function withdraw(
  slug: string,
  period: string,
  { digests, undo = false, ...options }: WithdrawOptions,
): Promise<void> {
  const { digest } = await digestNamed(digests, [slug, period]);
  const { id, withdrawn, revision } = digest;
  const reason = options.reason?.replace(/\s+/g, ' ').trim() ?? '';
  if (undo && !withdrawn) throw inputError('notWithdrawn', { digest: id });
  if (!undo && withdrawn) throw inputError('withdrawnBefore', { digest: id, ...withdrawn });
  if (!undo && reason === '') throw inputError('noReason', { digest: id });
  const by = operatorName(options.by);
  const said = undo ? null : { by, at: localMoment(Date.now()), reason };
  await rewriteDigest(digests, id, (text) => withWithdrawal(text, said));
  const words = deskWords();
  const blanks = { digest: id, revision: String(revision + 1) };
  print(fillBlanks(undo ? words.standsAgain : words.withdrawn, blanks));
  await inKeptStore(loadConfig(), async (store) => {
    if (store) await note(store, undo ? 'undo withdraw' : 'withdraw', id, by);
  });
}

function note({ acts }: Store, what: string, target: string, by: string): Promise<void> {
  return acts.note({ what, target, by, at: Date.now() });
}

/** What a person may say of a delivery: it stands there, it is given up, or it is to be sent again. */
export const verdicts = ['posted', 'failed', 'again'] as const;
type Verdict = (typeof verdicts)[number];

/** Settles a delivery by hand; throws InputError where there is none with that key, or nothing to settle. */
export async function settle(
  key: string,
  to: Verdict,
  { by }: { readonly by?: string },
): Promise<void> {
  await inKeptStore(loadConfig(), async (store) => {
    if (store === null) throw inputError('noSuchDelivery', { key });
    const delivery = await store.outbox.get(key);
    if (delivery === null) throw await unknownKey(store, key);
    const fault = unsettled(delivery);
    if (fault) throw fault;
    // A worker may have found it meanwhile.
    if (!(await store.outbox.settleUnknown(key, to, Date.now())))
      throw inputError('settledMeanwhile', { key });
    await note(store, `settle ${to}`, key, operatorName(by));
    print(fillBlanks(deskWords().settled[to], { key }));
  });
}

/** Why a delivery is not for a person to settle; null where it is. */
function unsettled(delivery: Delivery): InputError | null {
  const { key, state, digest, reason, carriedBy } = delivery;
  if (carriedBy !== null) return inputError('settleCarrier', { key, carrier: carriedBy });
  if (reason === withheldReason) return inputError('settleWithheld', { key, digest });
  if (state === 'unknown' || state === 'failed') return null;
  return inputError('settleState', { key, state: deskWords().states[shownState(delivery)] });
}

async function unknownKey({ outbox }: Store, key: string): Promise<InputError> {
  const open = await Promise.all([
    outbox.list(500, { state: 'unknown' }),
    outbox.list(500, { state: 'failed' }),
  ]);
  const near = nearest(
    key,
    open.flat().map((each) => each.key),
  );
  return near === null
    ? inputError('noSuchDelivery', { key })
    : inputError('nearDelivery', { key, near });
}

interface DeliveriesOptions {
  readonly state?: NonNullable<Wanted['state']>;
  /** slack/C0123456789. */
  readonly channel?: string;
  readonly limit: number;
  readonly json?: boolean;
}

/** Prints deliveries, the newest first: a line each, or as data. */
export async function deliveries(options: DeliveriesOptions): Promise<void> {
  const { state, limit, json = false } = options;
  const [platform, channel] = targetParts(options.channel ?? '');
  const rows = await inKeptStore(loadConfig(), async (store) =>
    store?.outbox.list(limit, {
      ...(state === undefined ? {} : { state }),
      ...(options.channel === undefined ? {} : { platform, channel }),
    }),
  );
  if (json) return print(JSON.stringify((rows ?? []).map(asData), null, 2));
  if (rows === undefined || rows.length === 0) return print(deskWords().noDeliveries);
  for (const row of rows) print(lineOf(row));
}

function lineOf(delivery: Delivery): string {
  const { key, state, updatedAt, place, digest, revision, reason, corrects, slot } = delivery;
  const words = deskWords();
  const kind = slot === editSlot ? words.edit : words.notice;
  const isOpen = (state === 'unknown' || state === 'failed') && reason !== withheldReason;
  return [
    localTime(updatedAt),
    words.states[shownState(delivery)],
    [place.platform, place.channel, place.thread].filter((part) => part !== null).join('/'),
    `${digest} r${revision}`,
    ...(corrects === null ? [] : [kind]),
    ...(reason === null ? [] : [reason]),
    ...(isOpen ? [settleCommand(key)] : []),
  ].join('  ');
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function asData({ card: _card, owner: _owner, leaseUntil: _lease, ...row }: Delivery) {
  return {
    ...row,
    state: shownState(row),
    notBefore: iso(row.notBefore),
    firstSentAt: iso(row.firstSentAt),
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  };
}

function shownState({
  state,
  blocks,
}: Pick<Delivery, 'state' | 'blocks'>): keyof DeskWording['states'] {
  return state === 'pending' && blocks > 0 ? 'held' : state;
}
