import type { App, ReceiverEvent } from '@slack/bolt';
import type { Log } from '../../log.ts';
import type { Heard, Inbox } from '../platform.ts';
import { keysOf } from './keys.ts';
import { Body, parseJson } from './schema.ts';
import type { Turn } from './turn.ts';

/** How often something is taken up before it is given up. */
const mostTurns = 5;

/** What an intake works with. */
export interface IntakeParts {
  readonly inbox: Inbox;
  /** The workspace whose spelling of a channel what is heard belongs to; null for that of SLACK_BOT_TOKEN. */
  readonly workspaceOf: (body: object) => string | null;
  readonly log: Log;
  readonly now: () => number;
  /** How often is looked for what was left, ms. */
  readonly every: number;
  /** Runs work that stopping waits for; its errors are logged. */
  readonly work: (name: string, task: () => Promise<void>) => Promise<void>;
}

/** What this process left for later. */
interface Waiting extends Heard {
  /** Epoch ms. */
  readonly due: number;
}

/** A turn, and what became of it: whether anybody was called, and whether another process has it by now. */
interface Taken {
  readonly turn: Turn;
  begun: boolean;
  lost: boolean;
}

/** What is heard, written down before Slack is told that it arrived, until it is answered. */
export interface Intake {
  /** The turn in which the listeners work on this body. */
  turnOf(body: object): Turn;
  /** Takes up, now and then, what was left: by a process that is gone, or by this one for later. */
  open(): void;
  /** From now on nothing more is taken up. */
  close(): void;
}

/** Puts itself before all that reaches the app, through whichever door. */
export function createIntake(
  app: Pick<App, 'processEvent'>,
  { inbox, workspaceOf, log, now, every, work }: IntakeParts,
): Intake {
  const listeners = app.processEvent.bind(app);
  const turns = new WeakMap<object, Taken>();
  const inHand = new Set<string>();
  const waiting = new Map<string, Waiting>();
  const unsettled = new Set<string>();
  const closing = new AbortController();
  let takingUp = false;

  app.processEvent = async (event) => {
    const keys = keysOf(event.body, workspaceOf(event.body));
    if (keys === null) return listeners(event);
    // Slack's old verification token is of no use to us.
    const heard = JSON.stringify({ ...event.body, token: undefined });
    const isNew = await kept(keys, heard);
    await acknowledge(event);
    if (isNew) await worked({ id: keys[0], heard, attempt: 1, at: now() }, event.body);
  };

  /** Throws where the store does: what is not acknowledged Slack sends again. */
  async function kept(keys: readonly string[], heard: string): Promise<boolean> {
    try {
      return await inbox.keep('slack', keys, heard);
    } catch (err) {
      log.error({ platform: 'slack', err }, 'what was heard could not be written down');
      throw err;
    }
  }

  async function acknowledge(event: ReceiverEvent): Promise<void> {
    try {
      await event.ack();
    } catch {
      // The connection went meanwhile: Slack sends it again, and is told then that it was seen.
      log.info({ platform: 'slack' }, 'not acknowledged in time');
    }
  }

  function worked(heard: Heard, body: ReceiverEvent['body']): Promise<void> {
    return work('heard', async () => {
      const { id } = heard;
      inHand.add(id);
      const known = takenOf(heard);
      turns.set(body, known);
      try {
        if (await known.turn.isOurs()) await listeners({ body, ack: () => Promise.resolve() });
      } catch (error) {
        known.turn.later();
        throw error;
      } finally {
        inHand.delete(id);
      }
      if (known.lost) waiting.delete(id);
      else await ended(id, known);
    });
  }

  async function ended(id: string, { begun, turn }: Taken): Promise<void> {
    // Bolt could not find out whom it is for, and called nobody.
    if (!begun) turn.later();
    if (!waiting.has(id)) await settled(id);
  }

  function takenOf(heard: Heard): Taken {
    const turn = turnFor(heard, () => (known.lost = true));
    const known: Taken = { turn, begun: false, lost: false };
    return known;
  }

  function turnFor(heard: Heard, lost: () => void): Turn {
    return {
      key: heard.id.replace(/^slack:/, 'answer:'),
      again: heard.attempt > 1,
      at: heard.at,
      async isOurs() {
        const ours = await inbox.holds(heard.id);
        if (!ours) lost();
        return ours;
      },
      later: () => {
        // Longer each time: apps outside the Marketplace have one look at a channel a minute.
        const due = now() + every * 2 ** (heard.attempt - 1);
        waiting.set(heard.id, { ...heard, attempt: heard.attempt + 1, due });
      },
    };
  }

  /** A store that does not take it now is asked again: it was answered. */
  async function settled(id: string): Promise<void> {
    unsettled.add(id);
    await inbox.settle(id);
    unsettled.delete(id);
  }

  function again(heard: Heard): Promise<void> {
    const { id, attempt } = heard;
    const body = parseJson(Body, heard.heard);
    if (body !== null && attempt <= mostTurns) return worked(heard, body);
    log.error({ platform: 'slack', id, attempt }, 'given up unanswered');
    return work('give up', () => settled(id));
  }

  async function takeUp(): Promise<void> {
    if (takingUp) return;
    takingUp = true;
    await work('take up', leftOver);
    takingUp = false;
  }

  async function leftOver(): Promise<void> {
    for (const id of unsettled) await settled(id);
    const own = [...waiting.values()].filter(({ due }) => due <= now());
    const left = (await inbox.left('slack')).filter(
      ({ id }) => !inHand.has(id) && !waiting.has(id) && !unsettled.has(id),
    );
    for (const one of [...own, ...left]) {
      if (closing.signal.aborted) return;
      waiting.delete(one.id);
      // Not awaited: what takes long holds up nothing else.
      void again(one);
    }
  }

  return {
    turnOf(body) {
      const known = turns.get(body);
      if (known === undefined) return unkept(now());
      known.begun = true;
      return known.turn;
    },
    open() {
      void takeUp();
      const beat = setInterval(() => void takeUp(), every).unref();
      closing.signal.addEventListener('abort', () => clearInterval(beat));
    },
    close: () => closing.abort(),
  };
}

/** The turn of what needs no answer, and was not written down. */
function unkept(at: number): Turn {
  return {
    key: '',
    again: false,
    at,
    isOurs: () => Promise.resolve(true),
    later: () => undefined,
  };
}
