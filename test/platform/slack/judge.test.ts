import { describe, expect, it } from 'vitest';
import { render, renderForm, renderHome, renderModal } from '../../../src/platform/slack/render.ts';
import { textField } from '../../support/form.ts';
import { sampleCard } from '../contract.ts';
import { judge } from './judge.ts';
import { judgeByTypes } from './published-judge.ts';

const header = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } });
const menu = (options: object[]) => ({
  type: 'actions',
  elements: [{ type: 'overflow', action_id: 'a', options }],
});

describe('the judge', () => {
  const flags = { channel: 'C1', mrkdwn: 'false', unfurl_links: 'false', unfurl_media: 'false' };
  const body = { ...flags, ...render(sampleCard()) };

  it.each([
    ['a header of 151', { blocks: [header('a'.repeat(151))] }],
    ['an empty header', { blocks: [header('')] }],
    ['51 blocks', { blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }],
    ['an unknown block', { blocks: [{ type: 'heading', text: 'x' }] }],
    ['no text', { text: '' }],
    ['unfurls', { unfurl_links: 'true' }],
    ['metadata that is nested', { metadata: { event_type: 'a', event_payload: { key: {} } } }],
  ])('refuses %s', (_what, change) => {
    expect(judge('chat.postMessage', { ...body, ...change })).not.toEqual([]);
  });

  it('takes a sound card', () => {
    expect(judge('chat.postMessage', body)).toEqual([]);
  });
});

const plain = (words: string) => ({ type: 'plain_text', text: words });
const list = (style: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_list', style, elements: [] }],
});

describe('the judge made from the types that Slack publishes', () => {
  const flags = { channel: 'C1', mrkdwn: 'false', unfurl_links: 'false', unfurl_media: 'false' };
  const body = { ...flags, ...render(sampleCard()) };
  const { text, blocks } = body;
  const home = renderHome(sampleCard());
  const view = renderForm(
    { action: 'ask', title: '質問', fields: [textField('質問')], submit: '送信', value: '' },
    '{}',
  );
  const button = { type: 'button', action_id: 'a', text: plain('x') };
  const image = { type: 'image', slack_file: { id: 'F1' }, alt_text: '売上高の推移' };

  it.each([
    ['chat.postMessage', body],
    ['chat.postMessage', { ...body, blocks: [image, list('bullet')] }],
    ['chat.postMessage', { ...body, thread_ts: '1.1' }],
    ['chat.postEphemeral', { channel: 'C1', user: 'U1', text, blocks }],
    ['chat.update', { channel: 'C1', ts: '1.1', text, blocks }],
    ['response_url', { response_type: 'ephemeral', replace_original: false, text, blocks }],
    ['views.open', { trigger_id: 't', view }],
    ['views.open', { trigger_id: 't', view: renderModal(sampleCard()) }],
    ['views.publish', { user_id: 'U1', view: home }],
  ])('takes a sound %s', (method, sound) => {
    expect(judgeByTypes(method, sound)).toEqual([]);
  });

  it.each<[string, object[], RegExp]>([
    ['an unknown key', [{ type: 'divider', colour: 'red' }], /"colour"/],
    [
      'an unknown key deep inside',
      [header('a'), { ...header('a'), text: { ...plain('a'), size: 1 } }],
      /1\/text.*"size"/,
    ],
    ['a wrong enum', [list('bulleted')], /style.*"bullet","ordered"/],
    [
      'a wrong colour of a button',
      [{ type: 'actions', elements: [{ ...button, style: 'green' }] }],
      /style.*danger/,
    ],
    ['a missing field', [{ type: 'header' }], /'text'/],
    ['a picture that nobody is told of', [{ ...image, alt_text: undefined }], /'alt_text'/],
    ['an unknown block', [{ type: 'heading', text: plain('x') }], /blocks\/0/],
    ['a block with no more than its type', [{ type: 'section2' }], /blocks\/0/],
    ['a header of 151', [header('a'.repeat(151))], /150/],
    ['an empty text', [header('')], /fewer than 1/],
    [
      'eleven elements of a context',
      [{ type: 'context', elements: Array.from({ length: 11 }, () => plain('x')) }],
      /10 items/,
    ],
    [
      '26 buttons',
      [{ type: 'actions', elements: Array.from({ length: 26 }, () => button) }],
      /25 items/,
    ],
    [
      'a value of 2001',
      [{ type: 'actions', elements: [{ ...button, value: 'v'.repeat(2001) }] }],
      /2000/,
    ],
    ['a field of 2001', [{ type: 'section', fields: [plain('v'.repeat(2001))] }], /2000/],
    ['a block_id of 256', [{ type: 'divider', block_id: 'b'.repeat(256) }], /255/],
  ])('refuses %s', (_what, of, why) => {
    expect(judgeByTypes('chat.postMessage', { ...body, blocks: of }).join('\n')).toMatch(why);
    expect(
      judgeByTypes('chat.update', { channel: 'C1', ts: '1.1', text, blocks: of }).join('\n'),
    ).toMatch(why);
  });

  it.each<[string, string, object]>([
    ['an unknown key of a post', 'chat.postMessage', { ...body, colour: 'red' }],
    [
      'a Home tab with a title',
      'views.publish',
      { user_id: 'U1', view: { ...home, title: plain('a') } },
    ],
    ['a Home tab of nobody', 'views.publish', { view: home }],
    ['a post to nowhere', 'chat.postMessage', { ...body, channel: undefined }],
    ['a flag that is no flag', 'chat.postMessage', { ...body, unfurl_links: 'no' }],
    ['an edit of nothing', 'chat.update', { channel: 'C1', text, blocks }],
    ['an answer with an unknown key', 'response_url', { text, blocks, colour: 'red' }],
    [
      'a form without a title',
      'views.open',
      { trigger_id: 't', view: { ...view, title: undefined } },
    ],
    [
      'a form with a title of 25',
      'views.open',
      { trigger_id: 't', view: { ...view, title: plain('a'.repeat(25)) } },
    ],
    [
      'a form of an unknown kind',
      'views.open',
      { trigger_id: 't', view: { ...view, type: 'popup' } },
    ],
    [
      'an unknown key of a form',
      'views.open',
      { trigger_id: 't', view: { ...view, colour: 'red' } },
    ],
  ])('refuses %s', (_what, method, of) => {
    expect(judgeByTypes(method, of)).not.toEqual([]);
  });
});

describe('the hand-written judge', () => {
  const row = [{ type: 'raw_text', text: 'x' }];
  const table = { type: 'table', rows: [row, row] };
  const option = { text: plain('x'), value: 'x' };

  it.each<[string, object[]]>([
    ['two tables', [table, table]],
    ['101 rows', [{ ...table, rows: Array.from({ length: 101 }, () => row) }]],
    ['21 cells', [{ ...table, rows: [Array.from({ length: 21 }, () => row[0])] }]],
    ['rows of different lengths', [{ ...table, rows: [row, [...row, ...row]] }]],
    ['an empty cell', [{ ...table, rows: [[{ type: 'raw_text', text: '' }]] }]],
    [
      'cells of more than 10,000 characters',
      [
        {
          ...table,
          rows: Array.from({ length: 4 }, () => [{ ...row[0], text: 'x'.repeat(2501) }]),
        },
      ],
    ],
    ['a menu of six', [menu(Array.from({ length: 6 }, () => option))]],
    ['a menu of none', [menu([])]],
    ['an option with a value of 151', [menu([{ ...option, value: 'v'.repeat(151) }])]],
    ['an option with a text of 76', [menu([{ ...option, text: plain('t'.repeat(76)) }])]],
    ['markup in a section that we send', [{ type: 'section', text: plain('x'), fields: [] }]],
  ])('refuses %s', (_what, blocks) => {
    expect(judge('chat.postMessage', { ...body, blocks })).not.toEqual([]);
  });

  it('takes a table and a menu', () => {
    expect(judge('chat.postMessage', { ...body, blocks: [table, menu([option])] })).toEqual([]);
  });

  const select = { type: 'static_select', action_id: 'a', options: [option] };
  const input = { type: 'input', block_id: 'b', label: plain('x'), element: select };
  const view = { type: 'modal', callback_id: 'c', title: plain('x'), submit: plain('x') };
  const focused = { type: 'plain_text_input', action_id: 'a', focus_on_load: true };

  it.each<[string, object]>([
    ['fields that cannot be sent', { ...view, submit: undefined, blocks: [input] }],
    ['a table in a modal', { ...view, blocks: [table] }],
    ['101 blocks', { ...view, blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }],
    ['a block_id twice', { ...view, blocks: [input, input] }],
    [
      'a first choice that is no option',
      {
        ...view,
        blocks: [
          { ...input, element: { ...select, initial_option: { ...option, value: 'other' } } },
        ],
      },
    ],
    [
      'two cursors',
      {
        ...view,
        blocks: [
          { ...input, element: focused },
          { ...input, block_id: 'c', element: focused },
        ],
      },
    ],
  ])('refuses a view with %s', (_what, of) => {
    expect(judge('views.open', { trigger_id: 't', view: of })).not.toEqual([]);
    expect(judge('views.open', { trigger_id: 't', view: { ...view, blocks: [input] } })).toEqual(
      [],
    );
  });

  const body = {
    channel: 'C1',
    mrkdwn: 'false',
    unfurl_links: 'false',
    unfurl_media: 'false',
    text: 'x',
  };
  const image = { type: 'image', slack_file: { id: 'F1' }, alt_text: '売上高の推移' };

  it('takes a picture that is told of, of at most 2000 characters', () => {
    const title = { type: 'plain_text', text: '推移' };
    expect(judge('chat.postMessage', { ...body, blocks: [{ ...image, title }] })).toEqual([]);
    for (const alt of ['', 'a'.repeat(2001)])
      expect(
        judge('chat.postMessage', { ...body, blocks: [{ ...image, alt_text: alt }] }),
      ).not.toEqual([]);
  });
});
