import { expect, it } from 'vitest';
import { readFilled } from '../../../src/platform/slack/fields.ts';
import { FormState } from '../../../src/platform/slack/schema.ts';

const spell = (channel: string) => `T1/${channel}`;
const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value });

function filled(values: Record<string, object>) {
  return readFilled(FormState.parse({ values }), spell);
}

it('reads what each kind of field holds, by the field’s id', () => {
  expect(
    filled({
      'kawaraban:note': { text: { type: 'plain_text_input', value: 'メモ' } },
      'kawaraban:language': { choice: { type: 'radio_buttons', selected_option: option('ja') } },
      'kawaraban:companies': {
        choice: { type: 'checkboxes', selected_options: [option('meta'), option('tesla')] },
      },
      'kawaraban:where': {
        channel: { type: 'conversations_select', selected_conversation: 'C123' },
      },
      'kawaraban:at': { time: { type: 'timepicker', selected_time: '08:30' } },
    }),
  ).toEqual({
    note: ['メモ'],
    language: ['ja'],
    companies: ['meta', 'tesla'],
    where: ['T1/C123'],
    at: ['08:30'],
  });
});

it('reads nothing as an empty list, and no field of others', () => {
  expect(
    filled({
      'kawaraban:note': { text: { type: 'plain_text_input', value: null } },
      'kawaraban:more': { text: { type: 'plain_text_input', value: ' \n' } },
      'kawaraban:language': { choice: { type: 'static_select', selected_option: null } },
      'kawaraban:companies': { choice: { type: 'checkboxes', selected_options: [] } },
      'kawaraban:where': { channel: { selected_conversation: null } },
      'kawaraban:at': { time: { type: 'timepicker', selected_time: null } },
      'others:x': { text: { value: 'x' } },
    }),
  ).toEqual({ note: [], more: [], language: [], companies: [], where: [], at: [] });
});
