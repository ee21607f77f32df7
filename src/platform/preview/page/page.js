// Where the page's parts meet: one listener per kind of event, for rows come and go.

import { begin as beginButtons, closeMenus, press } from './buttons.js';
import { complete, hide, key, offer, submit } from './composer.js';
import { begin as beginMessages, catchUp, closeThread, openThread, take } from './messages.js';
import { listen, noticeBar } from './server.js';

async function showNotices() {
  const fresh = await noticeBar();
  const bar = document.querySelector('.notices');
  // Replacing what is the same would have it read out again.
  if (fresh && bar.innerHTML !== fresh.innerHTML) bar.innerHTML = fresh.innerHTML;
}

const isBox = (target) =>
  target instanceof HTMLTextAreaElement && target.closest('.composer') !== null;
const plainClick = (event) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;

document.addEventListener('click', (event) => {
  const on = (selector) => event.target.closest(selector);
  const button = on('button[data-action]');
  closeMenus(button ? null : event.target);
  if (button) void press(button);
  if (on('[role="option"]')) complete(on('.composer').elements.text, on('[role="option"]'));
  if (!plainClick(event)) return;
  if (on('a.thread-link')) {
    event.preventDefault();
    void openThread(on('a.thread-link').getAttribute('href'));
  } else if (on('a.thread-close')) {
    event.preventDefault();
    closeThread();
  }
});

document.addEventListener('input', (event) => {
  if (isBox(event.target)) void offer(event.target);
});

document.addEventListener('keydown', (event) => {
  if (isBox(event.target)) key(event, event.target);
  const inThread = event.target.closest('.thread') !== null;
  if (event.key === 'Escape' && closeMenus()) event.preventDefault(); // else it would close the thread too
  if (event.key === 'Escape' && inThread && !event.isComposing && !event.defaultPrevented)
    closeThread();
});

// A menu may open beyond the edge of what is in view; this event does not bubble.
document.addEventListener(
  'toggle',
  ({ target }) => {
    if (!target.matches('details.menu[open]')) return;
    const items = target.querySelector('.menu-items');
    items.classList.remove('from-end');
    items.classList.toggle('from-end', items.getBoundingClientRect().right > innerWidth);
    items.scrollIntoView({ block: 'nearest' });
  },
  true,
);

document.addEventListener('focusout', (event) => {
  // The list takes a click before it goes.
  if (isBox(event.target)) setTimeout(() => hide(event.target), 150);
});

document.addEventListener('submit', (event) => {
  if (!event.target.matches('.composer')) return;
  event.preventDefault();
  void submit(event.target);
});

// What needs the operator may change while the page is open, on another platform too.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void showNotices();
});
setInterval(() => {
  if (!document.hidden) void showNotices();
}, 60_000);

beginMessages();
beginButtons();
listen({
  told: take,
  missed: () => void catchUp(),
  lost: (yes) => {
    document.querySelector('.lost').hidden = !yes;
  },
});
document.body.dataset.ready = 'yes';
