import type { ModalSubmitFields } from 'discord.js';
import type { Field, Filled, Form } from '../../card/card.ts';
import { shortenText } from '../../card/split.ts';
import { packPress } from './custom-id.ts';
import { oneLine, plain } from './escape.ts';
import { limits } from './limits.ts';
import type { ChannelSelect, Modal, StringSelect, TextInput } from './payload.ts';

/**
 * The form as a modal of its first five fields; null where its value does not fit. A choice without options is left
 * out, a time is typed. `revision` is that of the card it was opened from.
 */
export function renderForm(form: Form, revision: number | null): Modal | null {
  const id = packPress('form', form, revision);
  if (id === null) return null;
  const components = form.fields.flatMap((field) => {
    const component = componentOf(field, form.action);
    return component === null
      ? []
      : [{ type: 18 as const, label: line(field.label, limits.modalLabel), component }];
  });
  if (components.length === 0) return null;
  return {
    custom_id: id,
    title: line(form.title, limits.modalTitle),
    components: components.slice(0, limits.modalFields),
  };
}

/** What was filled in, by the id of its field; nothing is an empty list. */
export function filledOf({ fields }: Pick<ModalSubmitFields, 'fields'>): Filled {
  return Object.fromEntries(
    [...fields].map(([id, field]) => {
      const values = 'values' in field ? field.values : 'value' in field ? [field.value] : [];
      return [id, values.flatMap((value) => (typeof value === 'string' ? trimmed(value) : []))];
    }),
  );
}

function trimmed(value: string): string[] {
  const text = value.trim();
  return text === '' ? [] : [text];
}

function componentOf(
  field: Field,
  action: Form['action'],
): TextInput | StringSelect | ChannelSelect | null {
  switch (field.kind) {
    case 'text':
      return textOf(field, action === 'ask' ? limits.question : limits.fieldText);
    case 'choice':
      return choiceOf(field);
    case 'channel':
      return channelOf(field);
    case 'time':
      return textOf({ id: field.id, value: field.chosen, long: false, optional: true }, 5);
    default:
      return field satisfies never;
  }
}

type TextLike = Pick<Extract<Field, { kind: 'text' }>, 'id' | 'value' | 'long' | 'optional'>;

function textOf({ id, value, long, optional }: TextLike, most: number): TextInput {
  const held = shortenText(plain(value), most);
  return {
    type: 4,
    custom_id: id,
    style: long ? 2 : 1,
    required: !optional,
    min_length: optional ? 0 : 1,
    max_length: most,
    ...(held === '' ? {} : { value: held }),
  };
}

function choiceOf(field: Extract<Field, { kind: 'choice' }>): StringSelect | null {
  const options = field.options
    .filter(({ value }) => value !== '' && value.length <= limits.optionText)
    .slice(0, limits.selectOptions)
    .map(({ value, label }) => ({
      value,
      label: line(label, limits.optionText),
      default: field.chosen.includes(value),
    }));
  if (options.length === 0) return null;
  return {
    type: 3,
    custom_id: field.id,
    required: !field.optional,
    min_values: field.optional ? 0 : 1,
    max_values: field.many ? options.length : 1,
    options: field.many ? options : onlyFirst(options),
  };
}

/** Of one choice no more than one may be chosen at first. */
function onlyFirst(options: StringSelect['options']): StringSelect['options'] {
  const first = options.findIndex((option) => option.default);
  return options.map((option, at) => ({ ...option, default: at === first }));
}

function channelOf({ id, chosen }: Extract<Field, { kind: 'channel' }>): ChannelSelect {
  const known = /^\d{1,20}$/.test(chosen)
    ? { default_values: [{ id: chosen, type: 'channel' as const }] }
    : {};
  return { type: 8, custom_id: id, required: true, channel_types: [0, 5], ...known };
}

/** A text of one line; "…" where there is nothing to see. */
function line(text: string, most: number): string {
  const shown = shortenText(oneLine(text), most);
  return shown === '' ? '…' : shown;
}
