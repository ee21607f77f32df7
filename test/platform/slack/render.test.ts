import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Card, FigureRow } from '../../../src/card/card.ts';
import { render, renderForm } from '../../../src/platform/slack/render.ts';
import { sampleCard, subject } from '../contract.ts';
import { judge } from './judge.ts';
import { judgeByTypes } from './published-judge.ts';
import { pingsOf, SightMessage, wordsSeen } from './sight.ts';
import { textField } from '../../support/form.ts';

function card(blocks: readonly Block[], title = 'メタ 2023年第2四半期'): Card {
  return { ...sampleCard(title), blocks };
}

function figure(label: string, value: string, details: readonly string[] = []): FigureRow {
  return { label, value, details, verdict: null, figure: label, quote: value };
}

function complaintsOf(of: Card): string[] {
  const flags = { mrkdwn: 'false', unfurl_links: 'false', unfurl_media: 'false' };
  return judge('chat.postMessage', { channel: 'C1', ...flags, ...render(of) });
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

  it('are kept, and nothing is alive, for any card', () => {
    const words = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 50 }),
      fc.constantFrom('<!here>', '<https://x.y>', '*a* _b_ `c`', '🇯🇵👨‍👩‍👧', '77億8,800万ドル'),
      // Long ones are repeated, for fast-check takes 50 ms to think of 3,000 letters.
      fc
        .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.nat(200))
        .map(([part, more]) => part.repeat(3300).slice(0, 3100 + more)),
    );
    const lang = fc.constantFrom('ja' as const, 'en' as const);
    const row = fc.record({
      label: words,
      value: words,
      details: fc.array(words, { maxLength: 2 }),
    });
    const block: fc.Arbitrary<Block> = fc.oneof(
      fc.record({
        type: fc.constantFrom(
          'heading' as const,
          'text' as const,
          'quote' as const,
          'note' as const,
        ),
        lang,
        text: words,
      }),
      fc.record({
        type: fc.constant('list' as const),
        lang,
        items: fc.array(words, { maxLength: 15 }),
      }),
      fc.record({
        type: fc.constant('figures' as const),
        lang,
        rows: fc.array(row.map(({ label, value, details }) => figure(label, value, details))),
      }),
      fc.constant({ type: 'divider' as const }),
    );
    fc.assert(
      fc.property(words, fc.array(block, { maxLength: 6 }), (title, blocks) => {
        const of = card(blocks, `題${title}`);
        expect(complaintsOf(of)).toEqual([]);
        expect(pings(of)).toEqual([]);
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
