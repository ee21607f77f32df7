import { describe, expect, it } from 'vitest';
import type { Field } from '../../../src/card/card.ts';
import { readFilled } from '../../../src/platform/slack/fields.ts';
import { renderForm } from '../../../src/platform/slack/render.ts';
import { FormState } from '../../../src/platform/slack/schema.ts';
import { textField } from '../../support/form.ts';
import { judge } from './judge.ts';

const time = (chosen: string): Field => ({ kind: 'time', id: 'at', label: '時刻', chosen });
const choice = (count: number, more: Partial<Extract<Field, { kind: 'choice' }>> = {}): Field => ({
  kind: 'choice',
  id: 'what',
  label: '選択',
  options: Array.from({ length: count }, (_, at) => ({ value: `v${at}`, label: `選択肢${at}` })),
  chosen: [],
  many: false,
  optional: false,
  ...more,
});
const viewOf = (...fields: Field[]) =>
  renderForm({ action: 'subscribe', title: '購読', submit: '送信', value: '', fields }, '{}');
const elementOf = (field: Field) => {
  const view = viewOf(field);
  expect(judge('views.open', { trigger_id: 't', view })).toEqual([]);
  return view.blocks.flatMap((block) => ('element' in block ? [block.element] : []))[0];
};
const text = textField('知りたいこと');

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

describe('a form on Slack', () => {
  it('has a text as one line or several, with what it holds', () => {
    expect(elementOf({ ...text, value: '前', long: false })).toMatchObject({
      type: 'plain_text_input',
      multiline: false,
      initial_value: '前',
      max_length: 3000,
    });
    expect(elementOf(text)).toMatchObject({ multiline: true, focus_on_load: true });
  });

  it.each([
    ['radio_buttons', choice(5)],
    ['static_select', choice(6)],
    ['static_select', choice(2, { optional: true })],
    ['static_select', choice(120)],
    ['checkboxes', choice(10, { many: true })],
    ['multi_static_select', choice(11, { many: true })],
  ])('has a choice as %s', (type, field) => {
    expect(elementOf(field)).toMatchObject({ type });
  });

  it('has what was chosen before, and leaves out a choice of nothing', () => {
    expect(elementOf(choice(3, { chosen: ['v1'] }))).toMatchObject({
      initial_option: { value: 'v1' },
    });
    expect(elementOf(choice(3, { chosen: ['v0', 'v2'], many: true }))).toMatchObject({
      initial_options: [{ value: 'v0' }, { value: 'v2' }],
    });
    expect(viewOf(text, choice(0)).blocks).toHaveLength(1);
  });

  it('has a channel among those of the workspace, by its own id', () => {
    expect(elementOf({ kind: 'channel', id: 'where', label: '場所', chosen: 'T1/C123' })).toEqual({
      type: 'conversations_select',
      action_id: 'channel',
      filter: { include: ['public', 'private'], exclude_bot_users: true },
      initial_conversation: 'C123',
    });
  });

  it('has a time, and none at first where there is none to read', () => {
    expect(elementOf(time('08:30'))).toMatchObject({ initial_time: '08:30' });
    expect(elementOf(time('8時'))).not.toHaveProperty('initial_time');
  });

  it('says which field may stay empty, and puts the cursor into one alone', () => {
    const { blocks } = viewOf({ ...text, optional: true }, { ...text, id: 'more' });
    expect(blocks).toMatchObject([
      { optional: true, block_id: 'kawaraban:text', element: { focus_on_load: true } },
      { block_id: 'kawaraban:more' },
    ]);
    expect(JSON.stringify(blocks[1])).not.toMatch(/optional|focus_on_load/);
  });
});
