import type { types } from '@slack/bolt';
import type { Field, Filled } from '../../card/card.ts';
import { shortenText } from '../../card/split.ts';
import { actionPrefix, fieldBlock } from './ids.ts';
import { limits } from './limits.ts';
import type { FormState } from './schema.ts';
import { clean, label } from './text.ts';
import { whereIs } from './where.ts';

type Of<Kind extends Field['kind']> = Extract<Field, { kind: Kind }>;

/** More than these many to choose one from stand in a menu: each takes a line. */
const radiosAtMost = 5;

/** The fields as input blocks; a choice without options is left out. The cursor stands in the first text. */
export function inputsOf(fields: readonly Field[]): types.InputBlock[] {
  const first = fields.find(({ kind }) => kind === 'text');
  return fields.slice(0, limits.viewBlocks).flatMap((field) => {
    const element = elementOf(field, field === first);
    if (element === null) return [];
    const optional = 'optional' in field && field.optional ? { optional: true } : {};
    return [
      {
        type: 'input',
        block_id: fieldBlock(field.id),
        label: label(field.label, limits.inputLabel),
        element,
        ...optional,
      } satisfies types.InputBlock,
    ];
  });
}

/**
 * What was filled in, by the id of its field; nothing is an empty list. `spell` gives a chosen channel the spelling it
 * has outside of this folder.
 */
export function readFilled({ values }: FormState, spell: (channel: string) => string): Filled {
  const ours = Object.entries(values).filter(([block]) => block.startsWith(actionPrefix));
  return Object.fromEntries(
    ours.map(([block, actions]) => [
      block.slice(actionPrefix.length),
      Object.values(actions).flatMap((state) => valuesOf(state, spell)),
    ]),
  );
}

function valuesOf(
  state: FormState['values'][string][string],
  spell: (channel: string) => string,
): string[] {
  const { value, selected_option, selected_options, selected_conversation, selected_time } = state;
  const many = selected_options ?? (selected_option ? [selected_option] : []);
  const channel = selected_conversation ? spell(selected_conversation) : '';
  return [value, ...many.map((one) => one.value), channel, selected_time].flatMap((each) =>
    each && each.trim() !== '' ? [each] : [],
  );
}

function elementOf(field: Field, focus: boolean): types.InputBlock['element'] | null {
  switch (field.kind) {
    case 'text':
      return textOf(field, focus);
    case 'choice':
      return choiceOf(field);
    case 'channel':
      return channelOf(field);
    case 'time':
      return timeOf(field);
    default:
      return field satisfies never;
  }
}

function textOf({ kind, value, long }: Of<'text'>, focus: boolean): types.PlainTextInput {
  const initial = shortenText(clean(value), limits.inputText);
  return {
    type: 'plain_text_input',
    action_id: kind,
    multiline: long,
    max_length: limits.inputText,
    ...(initial === '' ? {} : { initial_value: initial }),
    ...(focus ? { focus_on_load: true } : {}),
  };
}

function choiceOf(
  field: Of<'choice'>,
): types.Checkboxes | types.RadioButtons | types.StaticSelect | types.MultiStaticSelect | null {
  const options = field.options
    .filter(({ value }) => value !== '' && value.length <= limits.optionValue)
    .slice(0, limits.selectOptions)
    .map((each) => ({ text: label(each.label, limits.optionText), value: each.value }));
  const chosen = options.filter(({ value }) => field.chosen.includes(value));
  const [one] = chosen;
  const action_id = field.kind;
  if (options.length === 0) return null;
  if (field.many) {
    const initial = one ? { initial_options: chosen } : {};
    return options.length <= limits.boxes
      ? { type: 'checkboxes', action_id, options, ...initial }
      : { type: 'multi_static_select', action_id, options, ...initial };
  }
  const initial = one ? { initial_option: one } : {};
  // What was chosen with a radio button cannot be taken back.
  return options.length <= radiosAtMost && !field.optional
    ? { type: 'radio_buttons', action_id, options, ...initial }
    : { type: 'static_select', action_id, options, ...initial };
}

function channelOf({ kind, chosen }: Of<'channel'>): types.ConversationsSelect {
  return {
    type: 'conversations_select',
    action_id: kind,
    filter: { include: ['public', 'private'], exclude_bot_users: true },
    ...(chosen === '' ? {} : { initial_conversation: whereIs(chosen).channel }),
  };
}

function timeOf({ kind, chosen }: Of<'time'>): types.Timepicker {
  const initial = /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(chosen) ? { initial_time: chosen } : {};
  return { type: 'timepicker', action_id: kind, ...initial };
}
