import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  render,
  renderForm,
  renderHome,
  renderModal,
  renderPlain,
} from '../../../src/platform/slack/render.ts';
import { anyCard, anyForm } from '../../support/any-card.ts';
import { textField } from '../../support/form.ts';
import { sampleCard, subject } from '../contract.ts';
import { cardOf, complaintsOf, figure, pings, seen, sent } from './cards.ts';
import { judge } from './judge.ts';
import { pingsOf, SightMessage, wordsSeen } from './sight.ts';

describe('a card on Slack', () => {
  it('shows a figure as a bold label, its value and what it is compared with', () => {
    const row = figure('純利益', '77億8,800万ドル', ['前年同期比 +16%', '予想を上回る ▲']);
    const [, block] = render(cardOf([{ type: 'figures', lang: 'ja', rows: [row] }])).blocks;
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
      cardOf([
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

describe('text of an article stays text', () => {
  const nasty =
    '<!channel> <@U1> <#C1> <https://example.com|x> *太字* _斜_ ~消~ `code` @here &amp; R&D';
  const everywhere = cardOf(
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
    const shown = seen(cardOf([{ type: 'text', lang: 'ja', text: 'a\u202Eb\u0007c\uD83D.' }]));
    expect(shown).toContain('abc\uFFFD.');
  });
});

describe('limits', () => {
  it('shows a heading that is too long for a header whole', () => {
    const long = `見出し${'と数字77億8,800万ドル'.repeat(20)}`;
    const of = cardOf([{ type: 'heading', lang: 'ja', text: long }]);
    expect(complaintsOf(of)).toEqual([]);
    expect(seen(of)).toContain(long);
  });

  it('counts a header as Slack gets it, entities and all', () => {
    const of = cardOf([], '&'.repeat(149));
    expect(complaintsOf(of)).toEqual([]);
    expect(seen(of)).toContain('&'.repeat(149));
  });

  it('splits a long text without losing a word or cutting a figure', () => {
    const sentence = '純利益は77億8,800万ドルで、前年同期比16%増。';
    const of = cardOf([{ type: 'text', lang: 'ja', text: sentence.repeat(200) }]);
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
    const of = cardOf([{ type: 'figures', lang: 'ja', rows }]);
    expect(complaintsOf(of)).toEqual([]);
    const { blocks, text } = render(of);
    expect(blocks.slice(-2).map(({ type }) => type)).toEqual(['context', 'actions']);
    expect(JSON.stringify(blocks.at(-2))).toContain('…');
    expect(seen(of)).toContain('指標0');
    expect(seen(of)).not.toContain('指標119');
    expect(text).toContain('指標119');
  });

  it('keeps fifty blocks at most', () => {
    const of = cardOf(Array.from({ length: 70 }, () => ({ type: 'divider' as const })));
    expect(complaintsOf(of)).toEqual([]);
    expect(render(of).blocks).toHaveLength(50);
  });

  it('leaves out what holds nothing to show', () => {
    const of = cardOf([
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

  it('leave a modal to read its whole title, which stands once', () => {
    const titles = ['メタ 2023年第2四半期', 'メタ 2023年第2四半期（4〜6月期）決算の全体像'];
    const read = titles.map((title) => JSON.stringify(renderModal(sampleCard(title))));
    expect(read.map((text, at) => text.split(titles[at] ?? '').length - 1)).toEqual([1, 1]);
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
