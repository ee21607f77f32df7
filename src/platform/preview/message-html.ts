import type { Card, Theme } from '../../card/card.ts';
import type { LanguageCode } from '../../language/index.ts';
import { detectLanguage } from '../../language/index.ts';
import { type Markup, markup } from './markup.ts';
import type { PreviewMessage } from './messages.ts';
import type { Look } from './looks.ts';
import { type Setting, titleLanguage } from './render.ts';
import { fill, replyCount, words } from './words.ts';

/** What a message is drawn with: the page's language and look, and the channel it stands in, whole. */
export interface Drawing {
  readonly language: LanguageCode;
  readonly all: readonly PreviewMessage[];
  readonly look: Look;
  /** How the look draws a card. */
  readonly drawCard: (card: Card, setting: Setting) => Markup;
}

/** The messages of a channel (thread null) or under one message, oldest first, a line between days. */
export function messageList(drawing: Drawing, thread: string | null): Markup {
  const { language } = drawing;
  let before = '';
  const rows = drawing.all
    .filter((message) => message.thread === thread)
    .map((message) => {
      const today = dayOf(message.at);
      const line =
        today === before
          ? null
          : markup`<li class="day"><span>${dayName(message.at, language)}</span></li>`;
      before = today;
      return [line, messageRow(drawing, message)];
    });
  return markup`<ol class="messages" role="list" data-thread="${thread ?? ''}">${rows}</ol>`;
}

/** One message as a row of its list. */
export function messageRow(drawing: Drawing, message: PreviewMessage): Markup {
  const { language } = drawing;
  const { id, author, visibility } = message;
  const name = `by-${id}`;
  return markup`<li class="row" id="message-${id}" data-day="${dayOf(message.at)}" data-day-name="${dayName(message.at, language)}">
<article class="message" data-message="${id}" data-author="${author}" data-visibility="${visibility}" aria-labelledby="${name}" tabindex="-1">
${author === 'you' ? youAvatar : botAvatar}
<div class="message-body">
<p class="byline" id="${name}">${authorName(author, language)} <time datetime="${new Date(message.at).toISOString()}">${timeName(message.at, language)}</time>${visibility === 'private' ? privately(language) : null}</p>
${content(drawing, message)}
${threadLink(drawing, message)}
</div>
</article>
</li>`;
}

/** The way into a card's thread, with how many replies stand there; null where no thread can be. */
export function threadLink(
  { language, all, look }: Drawing,
  message: PreviewMessage,
): Markup | null {
  if (message.thread !== null || message.visibility === 'private' || message.card === null)
    return null;
  const replies = all.filter((other) => other.thread === message.id);
  const last = replies.at(-1);
  const label =
    last === undefined
      ? markup`<span>${words[language].askBelow}</span>`
      : markup`<span class="thread-count">${replyCount(language, replies.length)}</span> <time datetime="${new Date(last.at).toISOString()}">${timeName(last.at, language)}</time>`;
  return markup`<a class="thread-link" data-root="${message.id}" href="${threadHref(message.channel, message.id, look)}">${threadIcon}${label}</a>`;
}

/** The page of a channel in a look, with a thread open where one is named. */
export function threadHref(channel: string, root: string | null, look: Look): string {
  const query = new URLSearchParams({
    ...(root === null ? {} : { thread: root }),
    ...(look === 'kawaraban' ? {} : { as: look }),
  });
  return `/channels/${encodeURIComponent(channel)}${query.size === 0 ? '' : `?${query.toString()}`}`;
}

/** The PNG of a picture of the message's card. */
function pictureHref({ channel, id }: PreviewMessage, name: string, theme: Theme): string {
  return `/channels/${encodeURIComponent(channel)}/messages/${encodeURIComponent(id)}/${name}/${theme}.png`;
}

/** What a screen reader says when the message arrives: who, and the card's title or the text. */
export function announcement(message: PreviewMessage, language: LanguageCode): string {
  const author = message.author === 'you' ? words[language].you : 'kawaraban';
  return fill(words[language].arrived, {
    author,
    title: message.card?.title ?? message.text ?? '',
  });
}

/** The language of a message's first words, for the fonts and voices that read it. */
export function messageLanguage(message: PreviewMessage): LanguageCode {
  return message.card ? titleLanguage(message.card) : detectLanguage(message.text ?? '');
}

function content({ drawCard }: Drawing, message: PreviewMessage): Markup | null {
  if (message.card) {
    return drawCard(message.card, {
      level: message.thread === null ? 2 : 3,
      id: `card-${message.id}`,
      picture: (name, theme) => pictureHref(message, name, theme),
    });
  }
  if (message.text === null) return null;
  const kind = message.visibility === 'private' && message.author === 'you' ? 'said typed' : 'said';
  return markup`<p class="${kind}" lang="${detectLanguage(message.text)}">${message.text}</p>`;
}

function authorName(author: PreviewMessage['author'], language: LanguageCode): Markup {
  const says = words[language];
  if (author === 'you') return markup`<span class="author">${says.you}</span>`;
  return markup`<span class="author" lang="en">kawaraban</span> <span class="badge">${says.bot}</span>`;
}

function privately(language: LanguageCode): Markup {
  return markup` <span class="privately">${eyeIcon}${words[language].privately}</span>`;
}

function dayOf(at: number): string {
  return new Intl.DateTimeFormat('sv', { dateStyle: 'short' }).format(at); // 2026-11-22, in the machine's zone
}

function dayName(at: number, language: LanguageCode): string {
  return new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'short',
  }).format(at);
}

function timeName(at: number, language: LanguageCode): string {
  return new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format(at);
}

const botAvatar = markup`<span class="avatar seal" aria-hidden="true" lang="ja">瓦</span>`;
const youAvatar = markup`<span class="avatar" aria-hidden="true"><svg viewBox="0 0 20 20" width="20" height="20"><circle cx="10" cy="7" r="3.25"/><path d="M3.5 17a6.5 5.5 0 0 1 13 0"/></svg></span>`;
const eyeIcon = markup`<svg class="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z"/><circle cx="8" cy="8" r="2"/></svg>`;
const threadIcon = markup`<svg class="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d="M2.5 3h11v7.5h-6L4.5 13v-2.5h-2Z"/></svg>`;
