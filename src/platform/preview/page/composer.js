// The box to write in: completion of commands, Enter to send.

import { catchUp, reveal } from './messages.js';
import { commands, send, words } from './server.js';

let known = null;

/** True for a text that begins as a command does, also in the full-width letters of a Japanese keyboard. */
function isCommand(text) {
  return plain(text).startsWith('/');
}

function plain(text) {
  return text.normalize('NFKC').trimStart().toLowerCase();
}

const listOf = (box) => document.getElementById(box.getAttribute('aria-controls'));
const optionsOf = (box) => [...listOf(box).children];
const chosen = (box) => document.getElementById(box.getAttribute('aria-activedescendant') ?? '');

/** Offers the commands that begin with what is typed. */
export async function offer(box) {
  if (!isCommand(box.value)) return hide(box);
  known ??= await commands();
  const typed = plain(box.value);
  const fits = known.filter(
    ({ text }) => text.toLowerCase().startsWith(typed) && text.toLowerCase() !== typed,
  );
  if (!isCommand(box.value) || fits.length === 0) return hide(box);
  const list = listOf(box);
  list.replaceChildren(...fits.map((command, at) => option(command, `${list.id}-${at}`)));
  list.hidden = false;
  box.removeAttribute('aria-activedescendant');
}

function option({ text, description }, id) {
  const item = document.createElement('li');
  Object.assign(item, { id, role: 'option', ariaSelected: 'false' });
  item.dataset.text = text;
  item.append(
    Object.assign(document.createElement('code'), { textContent: text }),
    Object.assign(document.createElement('span'), { textContent: description }),
  );
  return item;
}

/** Takes the list away; what is typed next asks the server for its commands anew. */
export function hide(box) {
  const list = listOf(box);
  if (list === null) return; // a closed thread takes its box along before this runs
  list.hidden = true;
  box.removeAttribute('aria-activedescendant');
  if (box.value === '') known = null;
}

function choose(box, step) {
  const options = optionsOf(box);
  const now = options.indexOf(chosen(box));
  const next = options.at(now < 0 && step < 0 ? -1 : (now + step) % options.length);
  for (const item of options) item.ariaSelected = String(item === next);
  box.setAttribute('aria-activedescendant', next.id);
  next.scrollIntoView({ block: 'nearest' });
}

/** Writes an offered command into the box. */
export function complete(box, item) {
  box.value = item.dataset.text;
  hide(box);
  box.focus();
}

/** Keys of the box: arrows and Tab over the offered commands, Enter sends unless a word is still being composed. */
export function key(event, box) {
  const composing = event.isComposing || event.keyCode === 229; // Safari ends composing before its Enter
  if (composing) return;
  const offered = !listOf(box).hidden;
  if (offered && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault();
    choose(box, event.key === 'ArrowDown' ? 1 : -1);
  } else if (offered && event.key === 'Tab' && !event.shiftKey) {
    event.preventDefault();
    complete(box, chosen(box) ?? optionsOf(box)[0]);
  } else if (offered && event.key === 'Escape') {
    event.preventDefault(); // else it would close the thread too
    hide(box);
  } else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    const bare = plain(box.value).trim() === '/';
    const picked = offered ? (chosen(box) ?? (bare ? optionsOf(box)[0] : null)) : null;
    if (picked) complete(box, picked);
    else box.form.requestSubmit();
  }
}

/** Sends what stands in the box; on failure the text stays and the reason is shown. */
export async function submit(form) {
  const box = form.elements.text;
  const text = box.value.trim();
  if (text === '' || form.dataset.busy === 'yes') return;
  trouble(form, '');
  box.value = '';
  hide(box);
  busy(form, true);
  try {
    const outcome = await send('say', { text, thread: form.dataset.thread || null });
    if (outcome.state === 'answered') await reveal(outcome);
    else await catchUp();
    if (outcome.state === 'silent') trouble(form, words.silent, true);
  } catch (error) {
    trouble(form, error.message);
    if (box.value === '') box.value = text;
  } finally {
    busy(form, false);
  }
}

function busy(form, yes) {
  form.dataset.busy = yes ? 'yes' : 'no';
  form.querySelector('.thinking').textContent = yes ? words.thinking : '';
}

/** Shows a sentence above the box until the next sending; a calm one is no failure. */
export function trouble(form, sentence, calm = false) {
  const line = form.querySelector('.trouble');
  line.classList.toggle('calm', calm);
  line.textContent = sentence;
}
