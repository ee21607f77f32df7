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

function open(message, { title, label, submit, value }) {
  opened = { message, value };
  form.querySelector('h2').textContent = title;
  form.querySelector('label').textContent = label;
  form.querySelector('button[value="send"]').textContent = submit;
  form.elements.text.value = '';
  trouble(form, '');
  dialog.showModal();
}

/** Sends the filled form; it closes at once when the answer is there, and stays with the reason when it fails. */
async function sendForm(event) {
  event.preventDefault();
  const text = form.elements.text.value.trim();
  if (text === '' || !opened || form.dataset.busy === 'yes') return;
  form.dataset.busy = 'yes';
  try {
    const outcome = await send('ask', { ...opened, text });
    dialog.close();
    if (outcome.state === 'answered') await reveal(outcome);
    else trouble(composerOf(document.body), words.silent, true);
  } catch (error) {
    trouble(form, error.message);
  } finally {
    form.dataset.busy = 'no';
  }
}

/** Begins: the form's own events. */
export function begin() {
  form.addEventListener('submit', (event) => void sendForm(event));
  form.querySelector('[data-close]').addEventListener('click', () => dialog.close());
  form.elements.text.addEventListener('keydown', (event) => {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || composing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
