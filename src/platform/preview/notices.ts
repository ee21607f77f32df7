import type { LanguageCode } from '../../language/index.ts';
import { type Markup, markup } from './markup.ts';
import { fill, words } from './words.ts';

/** A channel, of whatever platform, in which something of posting needs the operator; or an app that lacks commands. */
export interface PreviewNotice {
  /**
   * held: the channel takes no posts. unknown: nobody knows whether they stand there. reports: people say of numbers
   * that they are wrong. commands: the app lacks some.
   */
  readonly kind: 'held' | 'unknown' | 'reports' | 'commands';
  /** slack/C0123456789; the first of them where many have the same trouble; of the newest report; of commands the chat. */
  readonly channel: string;
  /** How many other channels it stands for. */
  readonly others: number;
  /** Of deliveries, of reports, or of commands. */
  readonly count: number;
  /** What is wrong and what to grant, in English; of reports the digest of the newest; of commands their names. */
  readonly reason: string;
  /** To run on the command line. */
  readonly command: string;
}

/** How many stand on the page; the rest is counted. */
const most = 3;

/** What needs the operator, on top of the channel; empty where nothing does. */
export function noticeBar(notices: readonly PreviewNotice[], language: LanguageCode): Markup {
  const says = words[language];
  const more = notices.length - most;
  return markup`<div class="notices" role="status">${
    notices.length === 0
      ? null
      : markup`<h2>${says.attention}</h2><ul role="list">${notices.slice(0, most).map((notice) => row(notice, language))}${
          more > 0
            ? markup`<li>${fill(says.attentionMore, { count: more })} <code>npx kawaraban status</code></li>`
            : null
        }</ul>`
  }</div>`;
}

function row(notice: PreviewNotice, language: LanguageCode): Markup {
  const { kind, others, count, reason, command } = notice;
  const says = words[language];
  const named = fill(says.andOthers, { channel: notice.channel, count: others });
  const channel = others > 0 ? named : notice.channel;
  const sentences = {
    held: says.heldNotice,
    unknown: says.unknownNotice,
    reports: says.reportsNotice,
    commands: says.commandsNotice,
  };
  const sentence = fill(sentences[kind], { channel, count, reason });
  if (kind === 'commands')
    return markup`<li><strong>${sentence}</strong> <span class="notice-run">${says.runManifest} <code>${command}</code></span></li>`;
  return markup`<li><strong>${sentence}</strong> <span lang="en">${reason}</span> <span class="notice-run">${says.run} <code>${command}</code></span></li>`;
}
