// The buttons of cards, and the form that some of them open.

import { trouble } from './composer.js';
import { reveal } from './messages.js';
import { send, words } from './server.js';

const dialog = document.querySelector('dialog.form');
const form = dialog.querySelector('form');
let opened = null;

/** Does what a card's button says; one press at a time. */
export async function press(button) {
  if (button.ariaDisabled === 'true') return;
  button.ariaDisabled = 'true';
  const { message } = button.closest('[data-message]').dataset;
  const { action, value } = button.dataset;
  try {
    const outcome = await send('press', { message, action, value });
    if (outcome.state === 'form') open(message, outcome.form);
    else await reveal(outcome);
  } catch (error) {
    trouble(composerOf(button), error.message);
  } finally {
    button.ariaDisabled = null;
  }
}

function composerOf(element) {
  return (
    element.closest('.thread, main.channel') ?? document.querySelector('main.channel')
  ).querySelector('form.composer');
}

function open(message, { action, title, fields, submit, value }) {
  opened = { message, action, value };
  form.querySelector('h2').textContent = title;
  form.querySelector('.form-fields').innerHTML = fields; // escaped by the server
  form.querySelector('button[value="send"]').textContent = submit;
  trouble(form, '');
  dialog.showModal();
}

/** Sends the filled form; it closes at once when the answer is there, and stays with the reason when it fails. */
async function sendForm(event) {
  event.preventDefault();
  const filled = filledIn();
  const empty = opened?.action === 'ask' && filled.text.length === 0;
  if (empty || !opened || form.dataset.busy === 'yes') return;
  form.dataset.busy = 'yes';
  try {
    const outcome = await sendFilled(opened, filled);
    dialog.close();
    if (outcome.state === 'answered') await reveal(outcome);
    else trouble(composerOf(document.body), words.silent, true);
  } catch (error) {
    trouble(form, error.message);
  } finally {
    form.dataset.busy = 'no';
  }
}

/** What stands in each field: texts without the space around them, nothing for what is empty. */
function filledIn() {
  const data = new FormData(form);
  const fields = [...form.querySelectorAll('[data-field]')].map(({ dataset }) => dataset.field);
  const valuesOf = (field) =>
    data
      .getAll(field)
      .map((value) => value.trim())
      .filter((value) => value !== '');
  return Object.fromEntries(fields.map((field) => [field, valuesOf(field)]));
}

function sendFilled({ message, action, value }, filled) {
  return action === 'ask'
    ? send('ask', { message, value, text: filled.text[0] })
    : send('submit', { message, action, value, filled });
}

/** Closes the menus of rare buttons, all but the one that an element stands in; true where one was open. */
export function closeMenus(within = null) {
  const menus = [...document.querySelectorAll('details.menu[open]')].filter(
    (menu) => within === null || !menu.contains(within),
  );
  for (const menu of menus) {
    if (menu.contains(document.activeElement)) menu.querySelector('summary').focus();
    menu.open = false;
  }
  return menus.length > 0;
}

/** Begins: the form's own events. */
export function begin() {
  form.addEventListener('submit', (event) => void sendForm(event));
  form.querySelector('[data-close]').addEventListener('click', () => dialog.close());
  form.addEventListener('keydown', (event) => {
    const composing = event.isComposing || event.keyCode === 229;
    const question = opened?.action === 'ask' && event.target.matches('textarea');
    if (event.key !== 'Enter' || event.shiftKey || composing || !question) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
