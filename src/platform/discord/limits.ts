import type { Pace } from '../platform.ts';

/**
 * How fast Discord may be called: 50 requests a second a bot (doc: Rate Limits, Global Rate Limit), of which the time
 * that answers take leaves some to questions; five messages in five seconds a channel (undoc: its headers say so).
 */
export const pace: Pace = { perSecond: 50, channelEvery: 1000 };

/**
 * What Discord accepts, by name. "doc" = its API reference, "schema" = its published OpenAPI file,
 * "undoc" = seen in the field only.
 */
export const limits = {
  /** Components of a message, nested ones counted (doc: Using Message Components). */
  components: 40,
  /** Characters of all text displays of a message together (undoc; the schema has it per text). */
  characters: 4000,
  /** Buttons of one action row (schema). */
  rowButtons: 5,
  /** Rows of buttons under a card. */
  rows: 5,
  /** Buttons we show at most under a card: five rows of five, what messages before Components V2 could hold (doc). */
  buttons: 25,
  /** Characters of a button's label (schema). */
  buttonLabel: 80,
  /** Characters of the custom_id of a button or modal (schema). */
  customId: 100,
  /** Characters of a modal's title, and of the label over its field (schema). */
  modalTitle: 45,
  modalLabel: 45,
  /** Fields of a modal (doc: Modal; the schema allows 40 components). */
  modalFields: 5,
  /** Options of a select; characters of an option's label and value (schema). */
  selectOptions: 25,
  optionText: 100,
  /** Characters of a text field of a form other than a question's (schema). */
  fieldText: 4000,
  /** Characters a person may type into our form (the schema allows 4000; a question is short). */
  question: 1000,
  /** Characters of a picture's description (schema). */
  altText: 1024,
  /** Characters of a nonce (schema). */
  nonce: 25,
  /** The largest component id we write: a signed 32-bit integer (schema: int32, 0 counts as unset). */
  componentId: 0x7f_ff_ff_ff,
  /** Global slash commands of an application; their options; characters of descriptions (schema). */
  commands: 100,
  commandOptions: 25,
  commandDescription: 100,
  /** Characters of a thread's name (doc: Start Thread in Forum). */
  threadName: 100,
  /** Threads of ours whose first message is read in a look for one, and pages of closed ones. Ours. */
  threadsLookedAt: 50,
  threadPages: 5,
  /** Suggestions while a command is typed; characters of one (doc: Application Command Option Choice). */
  suggestions: 25,
  suggestion: 100,
  /** Messages of one page of a channel's history (doc: Get Channel Messages). */
  page: 100,
} as const;

/** The form of a slash command's or subcommand's name (doc: Application Command Naming). */
export const commandName = /^[-_'\p{L}\p{N}\p{Script=Devanagari}\p{Script=Thai}]{1,32}$/u;
