import type { types } from '@slack/bolt';
import type { Card, Field, Filled, Form } from '../../card/card.ts';
import { shortenText } from '../../card/split.ts';
import { limits } from './limits.ts';
import { actionPrefix, render } from './render.ts';
import type { FormState } from './schema.ts';

/** The card as a person's Home tab. */
export function renderHome(card: Card): types.HomeView {
  return { type: 'home', blocks: blocksOf(card) };
}

/** The card as a modal to read: nothing is sent from it but what its buttons do. */
export function renderModal(card: Card): types.ModalView {
  const title = plain(shortenText(card.title, limits.viewTitle));
  return { type: 'modal', callback_id: `${actionPrefix}read`, title, blocks: blocksOf(card) };
}

/** The form as a modal; `metadata` (data of ours, unseen) comes back when it is sent. */
export function renderForm(form: Form, metadata: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: `${actionPrefix}${form.action}`,
    private_metadata: metadata,
    title: plain(shortenText(form.title, limits.viewTitle)),
    submit: plain(shortenText(form.submit, limits.viewTitle)),
    blocks: form.fields.map((field) => ({
      type: 'input',
      block_id: `${actionPrefix}${field.id}`,
      label: plain(shortenText(field.label, limits.inputLabel)),
      element: elementOf(field),
      ...('optional' in field && field.optional ? { optional: true } : {}),
    })),
  };
}

/** What was filled in, by the id of its field; `spell` gives a chosen channel the spelling it has outside of this folder. */
export function readFilled({ values }: FormState, spell: (channel: string) => string): Filled {
  return Object.fromEntries(
    Object.entries(values).map(([block, actions]) => [
      block.replace(actionPrefix, ''),
      Object.values(actions).flatMap((state) => {
        const { value, selected_option: one, selected_options: many } = state;
        const channel = state.selected_conversation ? spell(state.selected_conversation) : '';
        const options = (many ?? (one ? [one] : [])).map((option) => option.value);
        const all = [value, ...options, channel, state.selected_time];
        return all.flatMap((each) => (each ? [each] : []));
      }),
    ]),
  );
}

function elementOf(field: Field): types.InputBlock['element'] {
  const action_id = field.kind;
  switch (field.kind) {
    case 'text':
      return {
        type: 'plain_text_input',
        action_id,
        multiline: field.long,
        ...(field.value === '' ? {} : { initial_value: field.value }),
      };
    case 'choice': {
      const options = field.options.map(({ value, label }) => ({ text: plain(label), value }));
      const chosen = options.filter(({ value }) => field.chosen.includes(value));
      const [one] = chosen;
      if (field.many) {
        const initial = one ? { initial_options: chosen } : {};
        return { type: 'multi_static_select', action_id, options, ...initial };
      }
      const initial = one ? { initial_option: one } : {};
      return { type: 'static_select', action_id, options, ...initial };
    }
    case 'channel':
      return {
        type: 'conversations_select',
        action_id,
        filter: { include: ['public', 'private'], exclude_bot_users: true },
      };
    case 'time':
      return { type: 'timepicker', action_id, initial_time: field.chosen };
    default:
      return field satisfies never;
  }
}

/** Views take every action_id once. */
function blocksOf(card: Card): types.KnownBlock[] {
  let count = 0;
  return render(card, () => null).blocks.map((block) =>
    block.type !== 'actions'
      ? block
      : {
          ...block,
          elements: block.elements.map((element) => ({
            ...element,
            action_id: `${(element.action_id ?? '').replace(/\d+$/, '')}${count++}`,
          })),
        },
  );
}

function plain(text: string): types.PlainTextElement {
  const shown = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return { type: 'plain_text', text: shown, emoji: false };
}
