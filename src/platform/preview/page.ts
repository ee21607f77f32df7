import type { LanguageCode } from '../../language/index.ts';
import { languageCodes } from '../../language/index.ts';
import { type Look, lookNames, looks } from './looks.ts';
import { type Markup, markup } from './markup.ts';
import { type Drawing, messageLanguage, messageList, threadHref } from './message-html.ts';
import type { PreviewChannel, PreviewMessage } from './messages.ts';
import { noticeBar, type PreviewNotice } from './notices.ts';
import { textLimit } from './person.ts';
import { examples, fill, words } from './words.ts';

/** All that one page shows. */
export interface View extends Drawing {
  readonly channels: readonly PreviewChannel[];
  readonly channel: PreviewChannel;
  /** The message whose thread stands open, or null. */
  readonly root: PreviewMessage | null;
  /** A command to try, as people type it; null when there is none. */
  readonly example: string | null;
  readonly revision: string;
  readonly notices: readonly PreviewNotice[];
}

/** A channel as a whole page, with a thread beside it where one is open. */
export function channelPage(view: View): Markup {
  const says = words[view.language];
  return shell(
    {
      language: view.language,
      title: `#${view.channel.name}`,
      look: view.look,
    },
    markup`<body class="app as-${view.look}" data-look="${view.look}" data-channel="${view.channel.id}" data-revision="${view.revision}" data-words="${scriptWords(view.language)}">
<a class="skip" href="#compose">${says.skip}</a>
${side(view)}
<main class="channel" aria-labelledby="channel-name">
<header class="channel-head"><h1 id="channel-name"><span aria-hidden="true">#</span>${view.channel.name}</h1><p class="lost" role="status" hidden>${says.reconnecting}</p>${lookLinks(view)}</header>
${noticeBar(view.notices, view.language)}
<div class="scroll" tabindex="0" role="region" aria-labelledby="channel-name">
${intro(view)}
${messageList(view, null)}
</div>
${composer({ language: view.language, id: 'compose', thread: null, label: fill(says.write, { channel: view.channel.name }), hint: channelHint(view) })}
</main>
<div class="thread-slot">${view.root ? threadPanel(view, view.root) : null}</div>
${formDialog(view.language)}
<p class="unseen" id="announce" role="status"></p>
<script type="module" src="/page/page.js"></script>
</body>`,
  );
}

/** A page of one sentence, with the way back. */
export function plainPage(language: LanguageCode, sentence: string): Markup {
  return shell(
    { language, title: 'kawaraban', look: 'kawaraban' },
    markup`<body class="plain"><main><span class="avatar seal" aria-hidden="true" lang="ja">瓦</span><h1>${sentence}</h1><p><a href="/">${words[language].back}</a></p></main></body>`,
  );
}

interface Frame {
  readonly language: LanguageCode;
  readonly title: string;
  readonly look: Look;
}

function shell({ language, title, look }: Frame, body: Markup): Markup {
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>${title} · kawaraban</title>
<link rel="icon" href="/page/seal.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page/card.css">
<link rel="stylesheet" href="/page/page.css">
${look === 'kawaraban' ? null : markup`<link rel="stylesheet" href="/page/${look}.css">`}
</head>
${body}
</html>
`;
}

function side(view: View): Markup {
  const { language, channels, channel, look } = view;
  const says = words[language];
  const here = threadHref(channel.id, view.root?.id ?? null, look);
  return markup`<header class="side">
<a class="brand" href="/"><span class="avatar seal" aria-hidden="true" lang="ja">瓦</span><span class="brand-name"><span lang="en">kawaraban</span><span class="brand-tag">${says.tagline}</span></span></a>
<nav class="channels" aria-label="${says.channels}"><ul role="list">${channels.map(
    ({ id, name }) =>
      markup`<li><a href="${threadHref(id, null, look)}"${id === channel.id ? markup` aria-current="page"` : null}><span aria-hidden="true">#</span>${name}</a></li>`,
  )}</ul></nav>
<form class="languages" method="post" action="/language"><input type="hidden" name="here" value="${here}">${languageCodes.map(
    (code) =>
      markup`<button name="language" value="${code}" lang="${code}"${code === language ? markup` aria-current="true"` : null}>${words[code].language}</button>`,
  )}</form>
</header>`;
}

/** The way to the same page in the other looks. */
function lookLinks({ language, channel, root, look }: View): Markup {
  const says = words[language];
  const links = looks.map((other) => {
    const here = other === look ? markup` aria-current="true"` : null;
    return markup`<li><a href="${threadHref(channel.id, root?.id ?? null, other)}"${here} lang="en">${lookNames[other]}</a></li>`;
  });
  return markup`<nav class="looks" aria-labelledby="looks-name"><span id="looks-name">${says.viewAs}</span><ul role="list">${links}</ul></nav>`;
}

function intro({ language, channel, all, example, look }: View): Markup {
  const says = words[language];
  const [before, after] = says.welcomeTry.split('{command}');
  return markup`<section class="intro">
<h2>${fill(says.beginning, { channel: channel.name })}</h2>
<p>${says.welcome}</p>
${look === 'kawaraban' ? null : markup`<p>${fill(says.drawnAs, { chat: lookNames[look] })}</p>`}
${example === null ? null : markup`<p>${before}<code>${example}</code>${after}</p>`}
${all.some((message) => message.thread === null) ? null : markup`<p class="nothing">${says.nothingYet}</p>`}
</section>`;
}

function channelHint({ language, example }: View): string {
  const says = words[language];
  return example === null ? says.writeHintPlain : fill(says.writeHint, { command: example });
}

function threadPanel(view: View, root: PreviewMessage): Markup {
  const { language, all, look } = view;
  const says = words[language];
  const empty = !all.some((message) => message.thread === root.id);
  return markup`<aside class="thread" data-root="${root.id}" aria-labelledby="thread-name">
<header class="thread-head"><h2 id="thread-name" tabindex="-1">${says.thread}<span class="thread-about" lang="${messageLanguage(root)}">${root.card?.title ?? root.text}</span></h2><a class="thread-close" href="${threadHref(root.channel, null, look)}" aria-label="${says.close}"><svg class="icon" viewBox="0 0 16 16" width="18" height="18" aria-hidden="true"><path d="m4 4 8 8m0-8-8 8"/></svg></a></header>
<div class="scroll" tabindex="0" role="region" aria-labelledby="thread-name">
${empty ? markup`<p class="thread-empty">${says.threadEmpty}</p>` : null}
${messageList(view, root.id)}
</div>
${composer({ language, id: 'compose-thread', thread: root.id, label: says.reply, hint: fill(says.replyHint, { example: examples[language] }) })}
</aside>`;
}

interface Composer {
  readonly language: LanguageCode;
  readonly id: string;
  readonly thread: string | null;
  readonly label: string;
  readonly hint: string;
}

function composer({ language, id, thread, label, hint }: Composer): Markup {
  const says = words[language];
  return markup`<form class="composer" data-thread="${thread ?? ''}" autocomplete="off">
<p class="thinking" role="status"></p>
<p class="trouble" role="alert"></p>
<ul class="commands" id="${id}-commands" role="listbox" aria-label="${says.commands}" hidden></ul>
<div class="field">
<label class="unseen" for="${id}">${label}</label>
<textarea id="${id}" name="text" rows="1" maxlength="${textLimit}" placeholder="${hint}" aria-autocomplete="list" aria-controls="${id}-commands" aria-describedby="${id}-keys"></textarea>
<button class="send" aria-label="${says.send}"><svg class="icon" viewBox="0 0 16 16" width="18" height="18" aria-hidden="true"><path d="M8 13V3.5M3.75 7.5 8 3.25l4.25 4.25"/></svg></button>
</div>
<p class="keys" id="${id}-keys">${says.keys}</p>
</form>`;
}

function formDialog(language: LanguageCode): Markup {
  const says = words[language];
  return markup`<dialog class="form" aria-labelledby="form-title"><form method="dialog">
<h2 id="form-title"></h2>
<div class="form-fields"></div>
<p class="trouble" role="alert"></p>
<p class="card-buttons"><button class="button first" value="send"></button><button class="button" type="button" data-close>${says.cancel}</button></p>
</form></dialog>`;
}

/** The few sentences that the page's script says by itself. */
function scriptWords(language: LanguageCode): string {
  const { thinking, silent, unreachable } = words[language];
  return JSON.stringify({ thinking, silent, unreachable });
}
