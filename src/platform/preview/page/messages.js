// The lists of messages: putting new ones in their place, and the thread beside them.

import { pageAt } from './server.js';

const wide = matchMedia('(min-width: 64rem)');
const slot = document.querySelector('.thread-slot');
const channel = document.querySelector('main.channel');
const here = () => location.pathname + location.search;

/** The list of the channel (thread null) or of the open thread; null when that thread is not open. */
function listOf(thread) {
  return (
    [...document.querySelectorAll('ol.messages')].find(
      (list) => list.dataset.thread === (thread ?? ''),
    ) ?? null
  );
}

/** Shows a row: in place of the one it replaces, else at the end of its list, below a new day's line. */
function put(row, thread) {
  const old = document.getElementById(row.id);
  if (old) {
    if (old.outerHTML !== row.outerHTML) old.replaceWith(row);
    return;
  }
  const list = listOf(thread);
  if (!list) return;
  const view = list.closest('.scroll');
  const follows = atEnd(view);
  const last = list.querySelector(':scope > .row:last-child');
  if (last?.dataset.day !== row.dataset.day) list.append(dayLine(row.dataset.dayName));
  list.append(row);
  view.querySelector('.thread-empty, .nothing')?.remove();
  if (follows) show(row);
}

function dayLine(name) {
  const line = document.createElement('li');
  line.className = 'day';
  line.append(Object.assign(document.createElement('span'), { textContent: name }));
  return line;
}

function atEnd(view) {
  return view.scrollHeight - view.scrollTop - view.clientHeight < 120;
}

/** Brings a row into view: its end, or its beginning where it is taller than the view. */
function show(row) {
  const view = row.closest('.scroll');
  const tall = row.offsetHeight > view.clientHeight;
  const top = row.getBoundingClientRect().top - view.getBoundingClientRect().top + view.scrollTop;
  view.scrollTop = tall ? top - 8 : top + row.offsetHeight - view.clientHeight + 24;
}

function fragment(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** Shows what the server says has changed. */
export function take(change) {
  put(fragment(change.row), change.thread);
  if (change.link) {
    const link = fragment(change.link);
    document
      .querySelector(`a.thread-link[data-root="${CSS.escape(link.dataset.root)}"]`)
      ?.replaceWith(link);
  }
  if (change.announce) document.getElementById('announce').textContent = change.announce;
}

/** Fetches the page anew and shows whatever this one lacks. */
export async function catchUp() {
  const fresh = await pageAt(here());
  for (const list of fresh.querySelectorAll('ol.messages')) {
    for (const row of list.querySelectorAll(':scope > .row'))
      put(document.adoptNode(row), list.dataset.thread || null);
  }
}

/** Shows the message that answers: opens its thread, fetches it if the stream has not brought it. */
export async function reveal({ message, thread }) {
  if (thread && !listOf(thread)) await openThread(threadAddress(thread));
  const row = () => document.getElementById(`message-${message}`);
  if (!row()) await catchUp();
  if (row()) show(row());
}

function threadAddress(root) {
  return (
    document
      .querySelector(`a.thread-link[data-root="${CSS.escape(root)}"]`)
      ?.getAttribute('href') ?? here()
  );
}

/** Opens the thread at an address beside the channel and goes to it. */
export async function openThread(address, remember = true) {
  const fresh = await pageAt(address);
  slot.replaceChildren(
    ...[...fresh.querySelector('.thread-slot').childNodes].map((node) => document.adoptNode(node)),
  );
  if (remember) history.pushState(null, '', address);
  settle();
  if (!slot.querySelector('.thread')) return;
  toEnd(slot.querySelector('.scroll'));
  // On a phone the keyboard would cover what was just opened.
  slot.querySelector(wide.matches ? 'textarea' : 'h2').focus();
}

/** Closes the thread and goes back to the link it was opened by. */
export function closeThread(remember = true) {
  const panel = slot.querySelector('.thread');
  if (!panel) return;
  const { root } = panel.dataset;
  const address = panel.querySelector('.thread-close').getAttribute('href');
  slot.replaceChildren();
  if (remember) history.pushState(null, '', address);
  settle();
  document.querySelector(`a.thread-link[data-root="${CSS.escape(root)}"]`)?.focus();
}

/** Where the thread covers the channel, the channel is out of reach. */
function settle() {
  channel.inert = slot.childElementCount > 0 && !wide.matches;
}

function toEnd(view) {
  const last = view?.querySelector('.row:last-child');
  if (last) show(last);
}

/** Begins: the newest message in view (the welcome, where there is but one), and the browser's back and forward. */
export function begin() {
  for (const view of document.querySelectorAll('.scroll')) {
    if (view.querySelectorAll('.row').length > 1) toEnd(view);
  }
  settle();
  wide.addEventListener('change', settle);
  addEventListener('popstate', () => {
    if (new URLSearchParams(location.search).has('thread')) void openThread(here(), false);
    else closeThread(false);
  });
}
