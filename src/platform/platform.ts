import type { Card, Chart, Filled, Form, Subject, Theme } from '../card/card.ts';
import type { LanguageCode } from '../language/index.ts';

/** A chart that is drawn: a name made of its content, and the bytes of a PNG. */
export interface PictureFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Draws a chart; the same one in the same theme is drawn once and kept. Throws where that fails. */
export type DrawPicture = (chart: Chart, theme: Theme) => Promise<PictureFile>;

/** Where something is posted: a channel, or the thread under one of its messages. */
export interface Place {
  readonly platform: string;
  readonly channel: string;
  /** The message (Slack ts) or thread channel (Discord) questions stand under; null for the channel. */
  readonly thread: string | null;
}

/** A message that exists on a platform: what edit and thread look-ups need. */
export interface Posted {
  readonly place: Place;
  readonly message: string;
}

/**
 * What a refusal is about: this place alone, or all that the platform's token does: until there is a new one (401), or
 * until the wait it asks for is over.
 */
export type RefusalScope = 'channel' | 'platform';

/** posted: it stands there. refused: it does not, and the reason says what to do. unknown: look before a second try. */
export type PostOutcome =
  | { readonly state: 'posted'; readonly ref: Posted }
  | {
      readonly state: 'refused';
      readonly reason: string;
      /** Epoch-free wait in ms where the platform asked for one (429); null when trying again is useless. */
      readonly retryAfter: number | null;
      readonly scope: RefusalScope;
    }
  | { readonly state: 'unknown'; readonly reason: string };

export type EditOutcome = PostOutcome;

/** What a look for a delivery key in a channel gave. */
export type FindOutcome =
  | { readonly state: 'found'; readonly ref: Posted }
  | { readonly state: 'none' }
  | { readonly state: 'cannot_tell'; readonly reason: string };

/** Whether this bot may post there, and in words what to grant when not. */
export type ProbeOutcome =
  | { readonly state: 'can' }
  | {
      readonly state: 'cannot';
      readonly reason: string;
      readonly grant: string;
      readonly scope: RefusalScope;
    };

/** How fast a platform may be called. */
export interface Pace {
  /** Requests of this bot a second, all of its workers together. */
  readonly perSecond: number;
  /** The time between two messages to one channel, in ms. */
  readonly channelEvery: number;
}

/** A slash command that platforms register and complete: /meta q2. */
export interface CommandSpec {
  readonly name: string;
  readonly description: Readonly<Record<LanguageCode, string>>;
  /** What may follow, as people type it: ['q1', 'q2']; the first is offered first. */
  readonly choices: readonly {
    readonly text: string;
    readonly description: Readonly<Record<LanguageCode, string>>;
  }[];
}

/** What a platform says of a person's channel; asked for only by what changes a channel's settings. */
export interface Home {
  /** Whether this person may say what the channel gets. */
  readonly manages: boolean;
  /** The channel's name, the language of its server or workspace, and an IANA zone; null where not known. */
  readonly name: string | null;
  readonly language: LanguageCode | null;
  readonly zone: string | null;
}

/**
 * What became of a channel, or of the bot in it; of a thread alone where its place names one: its channel is as it was.
 * Platforms tell of channels too in which the bot has nothing to do.
 */
export type ChannelEvent =
  /** The bot was let in; `by` is empty where the platform does not say who did it. */
  | { readonly kind: 'joined'; readonly place: Place; readonly by: string; readonly home: Home }
  | { readonly kind: 'renamed'; readonly place: Place; readonly name: string }
  /** The same channel under another id. */
  | { readonly kind: 'moved'; readonly place: Place; readonly to: string }
  /** Archived, or the bot was shown out. */
  | { readonly kind: 'closed'; readonly place: Place }
  | { readonly kind: 'deleted'; readonly place: Place }
  /**
   * Something was granted or unarchived: what waits may go out; a null channel stands for all of the workspace's, a
   * null workspace for all of the platform's.
   */
  | {
      readonly kind: 'opened';
      readonly platform: string;
      readonly workspace: string | null;
      readonly channel: string | null;
    }
  | { readonly kind: 'uninstalled'; readonly platform: string; readonly workspace: string | null };

/** Who spoke, where, and in which language the platform thinks they read (null: not known). */
export interface Speaker {
  readonly place: Place;
  readonly person: string;
  readonly language: LanguageCode | null;
  /** False for talk in a thread that does not call the bot: a question only where the thread is ours. */
  readonly addressed: boolean;
  /** True for talk that names other people: it is for them. */
  readonly toOthers: boolean;
  /** True where what they said or sent is worked on once more: it may have been counted and kept before. */
  readonly again?: boolean;
  /** Never throws: what the platform does not tell is null, and nobody manages what is not known. */
  readonly home: () => Promise<Home>;
  /** The same of another channel of the platform: on a person's own page they settle several. */
  readonly homeOf: (channel: string) => Promise<Home>;
}

/** What goes back to the person. Private is for them alone where the platform can do that. */
export interface Reply {
  readonly card: Card;
  readonly visibility: 'private' | 'channel';
}

/** What platforms call when people do something. Handlers never throw: errors come back as cards. */
export interface Handlers {
  /** The commands to register now. */
  commands(): readonly CommandSpec[];
  command(speaker: Speaker, name: string, text: string): Promise<Reply>;
  /**
   * A question in a thread, in a message to the bot, or from a form. `subject` is the digest a form
   * was opened from; null finds it by the thread. Null comes back where the message is not for us.
   */
  question(speaker: Speaker, text: string, subject: Subject | null): Promise<Reply | null>;
  /** A pressed button, or a shortcut of the same meaning: a reply, or a form to show. */
  press(speaker: Speaker, action: string, value: string): Promise<Reply | { readonly form: Form }>;
  /** A form that was filled in, all but that of a question. */
  submit(speaker: Speaker, action: Form['action'], value: string, filled: Filled): Promise<Reply>;
  /** What the person's own page shows, on platforms that have one. */
  overview(speaker: Speaker): Promise<Card>;
  /** A card now stands there because of a command or a press: its thread takes questions from now on. */
  posted(ref: Posted, subject: Subject): Promise<void>;
  /** Something happened to a channel, or to the bot in it. Never throws. */
  happened(event: ChannelEvent): Promise<void>;
  /** True the first time a key is seen, in shared storage: the de-duplication of redelivered events. */
  once(key: string): Promise<boolean>;
  /** What was heard and is not yet answered, for platforms that take their word back once it is acknowledged. */
  readonly inbox: Inbox;
}

/** Something that was heard and is not yet answered; `heard` is JSON of the platform's own. */
export interface Heard {
  readonly id: string;
  readonly heard: string;
  /** How often it was taken up: from 2 on somebody may have answered it before they were stopped. */
  readonly attempt: number;
  /** Epoch ms. */
  readonly at: number;
}

/** Keeps what was heard until it is answered, so that a crash loses nothing. Its operations throw where the store does. */
export interface Inbox {
  /** Before it is acknowledged: false where one of its keys was seen before. The first key is its id. */
  keep(platform: string, keys: readonly string[], heard: string): Promise<boolean>;
  /** False where another process took it over meanwhile, as after a standstill of this one: it is that one's to answer. */
  holds(id: string): Promise<boolean>;
  /** It was answered, or needs no answer. */
  settle(id: string): Promise<void>;
  /** What a process left that is no longer there: now this one's to answer. */
  left(platform: string): Promise<readonly Heard[]>;
}

/** A workspace that let the app in; `secret` is what its platform needs to speak there. Never to be logged. */
export interface Installation {
  readonly workspace: string;
  readonly name: string;
  readonly secret: string;
  /** Epoch ms. */
  readonly at: number;
}

/** The workspaces of platforms that many may install, sealed where they are kept. */
export interface Installations {
  keep(platform: string, given: Installation): Promise<void>;
  get(platform: string, workspace: string): Promise<Installation | null>;
  /** False where there was none. */
  remove(platform: string, workspace: string): Promise<boolean>;
  list(platform: string): Promise<readonly Installation[]>;
}

/** The edge to one chat. Six members, none optional. */
export interface Platform {
  /**
   * Connects and listens; without handlers it can post and hears nothing. Resolves when ready. Throws PlatformError
   * with one clear sentence.
   */
  start(handlers: Handlers | null): Promise<void>;
  /** Stops listening and waits for what is in flight (10 s at most). */
  stop(): Promise<void>;
  /**
   * Posts once; `key` is the delivery's key, written into the message where the platform can. `silent` notifies
   * nobody where the platform can do that. Never throws.
   */
  post(place: Place, card: Card, key: string, silent?: boolean): Promise<PostOutcome>;
  /** Replaces the card of a message. Never throws. */
  edit(ref: Posted, card: Card): Promise<EditOutcome>;
  /** Looks for a message of ours that carries the key and is not older than `since` (epoch ms). Never throws. */
  find(place: Place, key: string, since: number): Promise<FindOutcome>;
  /** Whether the bot may post there. Never throws. */
  probe(place: Place): Promise<ProbeOutcome>;
}

/** Something the operator must fix before a platform can start; the message is one sentence that says what to do. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
}

/** The home of which a platform tells nothing. */
export function unknownHome(): Promise<Home> {
  return Promise.resolve({ manages: false, name: null, language: null, zone: null });
}

/** Twins of one event (two words for it, or two connections that hear it) come within this time, ms. */
const twinsWithin = 10_000;

/** False for a later twin of what `key` names; `at` is when it happened, epoch ms. */
export async function isFirstTwin(handlers: Handlers, key: string, at: number): Promise<boolean> {
  const span = Math.floor(at / twinsWithin);
  // In this order, and no further than to one that is taken: of two at a time one comes through.
  for (const near of [span - 1, span, span + 1])
    if (!(await handlers.once(`${key}:${near}`))) return false;
  return true;
}
