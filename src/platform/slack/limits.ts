import type { Pace } from '../platform.ts';

/**
 * How fast Slack may be called: about one message a second a channel, and several hundred a minute a workspace
 * (docs.slack.dev/apis/web-api/rate-limits), taken as three hundred.
 */
export const pace: Pace = { perSecond: 5, channelEvery: 1000 };

/**
 * What Slack takes at most. Source of each: docs.slack.dev/reference, the page of the named block or
 * method, unless it says undocumented. Lengths are in characters.
 */
export const limits = {
  /** Block Kit overview: blocks of one message. */
  blocks: 50,
  /**
   * All blocks of a message, as the JSON that is sent. Undocumented: slackapi/bolt-js issue 2509 saw
   * msg_blocks_too_long from about 13,200 on, issue 2867 with 11,341 of text in rich_text blocks.
   */
  allBlocks: 12_000,
  /** header block: its plain text. */
  header: 150,
  /** text object: one text. Undocumented for an element of rich_text, kept there too. */
  text: 3000,
  /** image block: alt_text. */
  altText: 2000,
  /** actions block: elements. */
  actions: 25,
  /** button element: its text. */
  buttonText: 75,
  /** button element: its value. */
  buttonValue: 2000,
  /** overflow element: options. */
  overflow: 5,
  /** option object: its text, and its value (150 on its page, 75 in the types that Slack publishes: the less). */
  optionText: 75,
  optionValue: 75,
  /** select element: options. */
  selectOptions: 100,
  /** checkboxes and radio_buttons elements: options. */
  boxes: 10,
  /** plain_text_input element: max_length, and what it may hold when it opens. */
  inputText: 3000,
  /** table block: rows, the header among them. */
  tableRows: 100,
  /** table block: characters in all cells of all tables of a message. */
  tableText: 10_000,
  /** view object: blocks. */
  viewBlocks: 100,
  /**
   * All blocks of a view, as the JSON that is sent: views.open names 250 kB (view_too_large), of which a character of
   * Japanese takes three.
   */
  viewJson: 80_000,
  /** view object: title, and submit. */
  viewTitle: 24,
  /** input block: label. */
  inputLabel: 2000,
  /** view object: private_metadata. */
  privateMetadata: 3000,
  /** chat.postMessage: `text` is cut off after this many. */
  fallbackText: 40_000,
  /** Rows or items in one rich_text block, so that a card that is too long loses few of them. Ours. */
  rowsPerBlock: 10,
  /** conversations.history: messages a call for apps sold outside the Marketplace. */
  historyPage: 15,
  /** Pages read in a search for one message before giving up. Ours. */
  historyPages: 20,
  /** conversations.members: `limit` is to be under 1000. */
  membersPage: 999,
  /** Pages of people in a channel before those after them count as not in it. Ours. */
  memberPages: 10,
} as const;
