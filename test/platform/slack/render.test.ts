import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Button, Card, Field, FigureRow } from '../../../src/card/card.ts';
import {
  render,
  renderForm,
  renderHome,
  renderModal,
  renderPlain,
} from '../../../src/platform/slack/render.ts';
import { sampleCard, subject } from '../contract.ts';
import { judge } from './judge.ts';
import { judgeByTypes } from './published-judge.ts';
import { pingsOf, SightMessage, wordsSeen } from './sight.ts';
import { tableOf as tableOfFigures } from '../../../src/platform/slack/table.ts';
import { anyCard, anyForm } from '../../support/any-card.ts';
import { textField } from '../../support/form.ts';

function card(blocks: readonly Block[], title = 'メタ 2023年第2四半期'): Card {
  return { ...sampleCard(title), blocks };
}

function figure(label: string, value: string, details: readonly string[] = []): FigureRow {
  return { label, value, details, verdict: null, figure: label, quote: value };
}

const sent = { channel: 'C1', mrkdwn: 'false', unfurl_links: 'false', unfurl_media: 'false' };

function complaintsOf(of: Card): string[] {
  return judge('chat.postMessage', { ...sent, ...render(of) });
}

const seen = (of: Card) => wordsSeen(SightMessage.parse(render(of)));
const header = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } });
const pings = (of: Card) => pingsOf(SightMessage.parse(render(of)));

describe('a card on Slack', () => {
  it('shows a figure as a bold label, its value and what it is compared with', () => {
    const row = figure('純利益', '77億8,800万ドル', ['前年同期比 +16%', '予想を上回る ▲']);
    const [, block] = render(card([{ type: 'figures', lang: 'ja', rows: [row] }])).blocks;
    expect(block).toEqual({
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: '純利益', style: { bold: true } },
                { type: 'text', text: '  77億8,800万ドル' },
                { type: 'text', text: '\n前年同期比 +16% · 予想を上回る ▲' },
              ],
            },
          ],
        },
      ],
    });
  });

  it('shows every kind of block in the order of the card', () => {
    const types = render(
      card([
        { type: 'heading', lang: 'ja', text: '主な数字' },
        { type: 'text', lang: 'ja', text: '本文' },
        { type: 'list', lang: 'ja', items: ['一つ'] },
        { type: 'quote', lang: 'ja', text: '引用' },
        { type: 'divider' },
        { type: 'note', lang: 'ja', text: '出典' },
      ]),
    ).blocks.map(({ type }) => type);
    const content = ['header', 'rich_text', 'rich_text', 'rich_text', 'divider', 'context'];
    expect(types).toEqual(['header', ...content, 'actions']);
  });

  it('says in its text all that its blocks show', () => {
    const { text } = render(sampleCard());
    for (const part of ['メタ 2023年第2四半期', '純利益', '77億8,800万ドル', '上回る ▲', '出典']) {
      expect(text).toContain(part);
    }
  });

  it('gives two buttons of one action an id each, and keeps value and subject', () => {
    const language = { action: 'language', label: 'English', value: 'en' } as const;
    const two = {
      ...sampleCard(),
      buttons: [language, { ...language, label: '日本語', value: 'ja' }],
    };
    const block = render(two).blocks.find(({ type }) => type === 'actions');
    expect(block).toMatchObject({
      elements: [
        { action_id: 'kawaraban:language:0', value: JSON.stringify({ value: 'en', subject }) },
        { action_id: 'kawaraban:language:1', value: JSON.stringify({ value: 'ja', subject }) },
      ],
    });
    expect(complaintsOf(two)).toEqual([]);
  });
});

describe('figures on Slack', () => {
  const rows = [
    figure('売上高', '320億ドル', ['前年同期比 +11%', '▲ 市場予想を上回る']),
    figure('純利益', '77億8,800万ドル'),
  ];
  const figures = (lang: 'ja' | 'en', of = rows): Block => ({ type: 'figures', lang, rows: of });
  const typesOf = (of: Card) => render(of).blocks.map(({ type }) => type);
  const tableOf = (of: Card) => render(of).blocks.find((block) => block.type === 'table');
  const cell = (text: string) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  });

  it('are a table: label, value at the right, a clause a line, a dash where nothing compares', () => {
    const of = card([figures('ja')]);
    expect(tableOf(of)).toEqual({
      type: 'table',
      column_settings: [
        { is_wrapped: true },
        { align: 'right', is_wrapped: false },
        { is_wrapped: true },
      ],
      rows: [
        ['項目', '数値', '比較'].map(cell),
        ['売上高', '320億ドル', '前年同期比 +11%\n▲ 市場予想を上回る'].map(cell),
        ['純利益', '77億8,800万ドル', '–'].map(cell),
      ],
    });
    expect(complaintsOf(of)).toEqual([]);
  });

  it('have their heads in the language of the card', () => {
    const of = { ...card([figures('en')]), language: 'en' as const };
    expect(JSON.stringify(tableOf(of)?.rows[0])).toMatch(/"Figure".*"Value".*"How it compares"/);
  });

  it('have two columns where nothing is compared, and values too long for a line wrapped', () => {
    const long = 'from $32 billion to $34.5 billion';
    const table = tableOf(card([figures('en', [figure('a', long), figure('b', '1')])]));
    expect(table?.rows.map(({ length }) => length)).toEqual([2, 2, 2]);
    expect(table?.column_settings).toEqual([
      { is_wrapped: true },
      { align: 'right', is_wrapped: true },
    ]);
  });

  it('are one table a message, for Slack takes no second one', () => {
    expect(typesOf(card([figures('ja'), figures('ja')]))).toEqual([
      'header',
      'table',
      'rich_text',
      'actions',
    ]);
  });

  it('are lists in both languages, for one figure alone, and in views', () => {
    const both = { ...card([figures('ja')]), language: 'both' as const };
    expect(tableOf(both)).toBeUndefined();
    expect(tableOf(card([figures('ja', rows.slice(0, 1))]))).toBeUndefined();
    for (const { blocks } of [
      renderHome(card([figures('ja')])),
      renderModal(card([figures('ja')])),
    ])
      expect(blocks.map(({ type }) => type)).toEqual(['header', 'rich_text', 'actions']);
  });

  it.each([
    ['100 rows beside their head', Array.from({ length: 100 }, (_, at) => figure(`${at}`, 'x'))],
    [
      'more than 10,000 characters',
      [...rows, ...rows].map((row) => ({ ...row, label: 'ラ'.repeat(2600) })),
    ],
    ['a cell that is too long', [...rows, figure('a', 'x'.repeat(3001))]],
  ])('are lists where a table cannot hold them: %s', (_what, many) => {
    const of = card([figures('ja', many)]);
    expect(tableOfFigures(many, 'ja')).toBeNull();
    expect(complaintsOf(of)).toEqual([]);
  });

  it('are lists where a table, which takes more room, would cost the card a block', () => {
    const many = Array.from({ length: 36 }, (_, at) =>
      figure(`指標${at}`, '1', ['前年同期比 +1%']),
    );
    const of = card([figures('ja', many), { type: 'note', lang: 'ja', text: '出典' }]);
    expect(tableOf(of)).toBeUndefined();
    expect(seen(of)).toContain('出典');
    expect(seen(of)).not.toContain('…');
  });
});

describe('a card where Slack does not take newer blocks', () => {
  it('is sections and small print of plain text, with its words and its buttons', () => {
    const { blocks, text } = renderPlain(sampleCard());
    expect([...new Set(blocks.map(({ type }) => type))].toSorted()).toEqual([
      'actions',
      'context',
      'divider',
      'section',
    ]);
    expect(JSON.stringify(blocks)).not.toContain('mrkdwn');
    const words = wordsSeen(SightMessage.parse({ text, blocks }));
    for (const part of ['メタ 2023年第2四半期', '• 純利益  77億8,800万ドル', '出典', '<!channel>'])
      expect(words).toContain(part);
    expect(blocks.at(-1)).toEqual(render(sampleCard()).blocks.at(-1));
    expect(text).toBe(render(sampleCard()).text);
  });
});

describe('buttons on Slack', () => {
  const button = (action: Button['action'], more: Partial<Button> = {}): Button => ({
    action,
    label: action,
    value: 'meta/2023-q2',
    ...more,
  });
  const rare = (action: Button['action'], value = 'meta/2023-q2') =>
    button(action, { rare: true, value });
  const of = (buttons: readonly Button[], blocks: readonly Block[] = []) => ({
    ...card(blocks),
    buttons,
  });
  const elementsOf = (some: Card) =>
    render(some).blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  const typesOf = (some: Card) => elementsOf(some).map(({ type }) => type);

  it('stand in a menu after the others where they are rare', () => {
    const some = of([rare('sources'), button('ask'), rare('history')]);
    expect(typesOf(some)).toEqual(['button', 'overflow']);
    expect(elementsOf(some)[1]).toMatchObject({
      options: [{ text: { text: 'sources' } }, { text: { text: 'history' } }],
    });
    expect(complaintsOf(some)).toEqual([]);
  });

  it('stand as buttons where a menu would hold one, or does not hold them', () => {
    expect(typesOf(of([button('ask'), rare('sources')]))).toEqual(['button', 'button']);
    const long = [rare('sources', 'v'.repeat(140)), rare('history'), rare('report')];
    expect(typesOf(of(long))).toEqual(['button', 'overflow']);
    const seven = Array.from({ length: 7 }, (_, at) => rare('show', `${at}`));
    expect(typesOf(of(seven))).toEqual(['button', 'button', 'overflow']);
    expect(complaintsOf(of(seven))).toEqual([]);
  });

  it('are left out where Slack does not take their value, rather than dead', () => {
    expect(typesOf(of([button('show', { value: 'v'.repeat(2000) }), button('ask')]))).toEqual([
      'button',
    ]);
  });

  it('stand where the card has them, each id once in the message', () => {
    const inner: Block = { type: 'buttons', buttons: [button('show'), button('show')] };
    const some = of([button('show')], [{ type: 'divider' }, inner, { type: 'divider' }]);
    expect(render(some).blocks.map(({ type }) => type)).toEqual([
      'header',
      'divider',
      'actions',
      'divider',
      'actions',
    ]);
    expect(new Set(elementsOf(some).map(({ action_id: id }) => id)).size).toBe(3);
  });
});

describe('a form on Slack', () => {
  const choice = (
    count: number,
    more: Partial<Extract<Field, { kind: 'choice' }>> = {},
  ): Field => ({
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
    const time = (chosen: string): Field => ({ kind: 'time', id: 'at', label: '時刻', chosen });
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

describe('text of an article stays text', () => {
  const nasty =
    '<!channel> <@U1> <#C1> <https://example.com|x> *太字* _斜_ ~消~ `code` @here &amp; R&D';
  const everywhere = card(
    [
      { type: 'heading', lang: 'ja', text: nasty },
      { type: 'text', lang: 'ja', text: nasty },
      { type: 'figures', lang: 'ja', rows: [figure(nasty, nasty, [nasty])] },
      { type: 'list', lang: 'ja', items: [nasty] },
      { type: 'quote', lang: 'ja', text: nasty },
      { type: 'note', lang: 'ja', text: nasty },
    ],
    nasty,
  );

  it('pings nobody, links nothing and formats nothing, wherever it stands', () => {
    expect(pings(everywhere)).toEqual([]);
    expect(JSON.stringify(render(everywhere).blocks)).not.toContain('mrkdwn');
  });

  it('is read as it was written: nothing lost, nothing escaped twice', () => {
    expect(seen(everywhere).split(nasty)).toHaveLength(10);
  });

  it('loses marks that turn the reading direction, and what is no character', () => {
    const shown = seen(card([{ type: 'text', lang: 'ja', text: 'a\u202Eb\u0007c\uD83D.' }]));
    expect(shown).toContain('abc\uFFFD.');
  });
});

describe('limits', () => {
  it('shows a heading that is too long for a header whole', () => {
    const long = `見出し${'と数字77億8,800万ドル'.repeat(20)}`;
    const of = card([{ type: 'heading', lang: 'ja', text: long }]);
    expect(complaintsOf(of)).toEqual([]);
    expect(seen(of)).toContain(long);
  });

  it('counts a header as Slack gets it, entities and all', () => {
    const of = card([], '&'.repeat(149));
    expect(complaintsOf(of)).toEqual([]);
    expect(seen(of)).toContain('&'.repeat(149));
  });

  it('splits a long text without losing a word or cutting a figure', () => {
    const sentence = '純利益は77億8,800万ドルで、前年同期比16%増。';
    const of = card([{ type: 'text', lang: 'ja', text: sentence.repeat(200) }]);
    expect(complaintsOf(of)).toEqual([]);
    const shown = seen(of).replaceAll('\n', '');
    expect(shown.split(sentence)).toHaveLength(201);
    for (const block of render(of).blocks.slice(1, -1)) {
      expect(JSON.stringify(block)).not.toMatch(/"text":"(?:億|万|ドル|%)/);
    }
  });

  it('keeps what fits of a card that is too long, says "…", keeps the buttons, and the text whole', () => {
    const rows = Array.from({ length: 120 }, (_, at) =>
      figure(`指標${at}`, '77億8,800万ドル', ['前年同期比 +16%', '予想 75億4,000万ドルを上回る ▲']),
    );
    const of = card([{ type: 'figures', lang: 'ja', rows }]);
    expect(complaintsOf(of)).toEqual([]);
    const { blocks, text } = render(of);
    expect(blocks.slice(-2).map(({ type }) => type)).toEqual(['context', 'actions']);
    expect(JSON.stringify(blocks.at(-2))).toContain('…');
    expect(seen(of)).toContain('指標0');
    expect(seen(of)).not.toContain('指標119');
    expect(text).toContain('指標119');
  });

  it('keeps fifty blocks at most', () => {
    const of = card(Array.from({ length: 70 }, () => ({ type: 'divider' as const })));
    expect(complaintsOf(of)).toEqual([]);
    expect(render(of).blocks).toHaveLength(50);
  });

  it('leaves out what holds nothing to show', () => {
    const of = card([
      { type: 'text', lang: 'ja', text: ' \n ' },
      { type: 'list', lang: 'ja', items: ['', ' '] },
      { type: 'figures', lang: 'ja', rows: [] },
      { type: 'figures', lang: 'ja', rows: [figure('', ''), figure(' ', '\u0000', [' \u200e'])] },
      { type: 'note', lang: 'ja', text: '' },
    ]);
    expect(complaintsOf(of)).toEqual([]);
    expect(render(of).blocks.map(({ type }) => type)).toEqual(['header', 'actions']);
  });

  it('keeps a form within them', () => {
    const form = {
      action: 'ask',
      title: '長い題名'.repeat(20),
      fields: [textField('x')],
      submit: '送信',
      value: '',
    };
    const view = renderForm({ ...form, action: 'ask' }, '{}');
    expect(judge('views.open', { trigger_id: 't', view })).toEqual([]);
  });

  it('are kept, and nothing is alive, for any card, whichever way it is drawn', () => {
    fc.assert(
      fc.property(anyCard, (of) => {
        expect(complaintsOf(of)).toEqual([]);
        expect(pings(of)).toEqual([]);
        const plainly = renderPlain(of);
        expect(judge('chat.postMessage', { ...sent, ...plainly })).toEqual([]);
        expect(pingsOf(SightMessage.parse(plainly))).toEqual([]);
        expect(judge('views.publish', { user_id: 'U1', view: renderHome(of) })).toEqual([]);
        expect(judge('views.open', { trigger_id: 't', view: renderModal(of) })).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('are kept by any form', () => {
    fc.assert(
      fc.property(anyForm, (form) => {
        const view = renderForm(form, '{}');
        expect(judge('views.open', { trigger_id: 't', view })).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
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
  const menu = (options: object[]) => ({
    type: 'actions',
    elements: [{ type: 'overflow', action_id: 'a', options }],
  });

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
