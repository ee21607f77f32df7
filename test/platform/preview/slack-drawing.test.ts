import { describe, expect, it } from 'vitest';
import type { Card, FigureRow } from '../../../src/card/card.ts';
import { chatDrawings } from '../../../src/drawing.ts';
import type { BodySetting } from '../../../src/platform/preview/looks.ts';
import { slackHtml } from '../../../src/platform/preview/slack-drawing.ts';
import { renderForm, renderPlain } from '../../../src/platform/slack/render.ts';
import { everyField } from '../../support/form.ts';
import { sampleCard } from '../contract.ts';
import { cardFullOf, cardOf, expectInert, expectWhole, nasty } from './drawn.ts';

const { payload, press } = await chatDrawings.slack();

function drawn(body: unknown, setting: Partial<BodySetting> = {}): string {
  return slackHtml(body, { level: 2, press, picture: () => null, ...setting }).toString();
}

function card(of: Card, setting: Partial<BodySetting> = {}): string {
  return drawn(payload(of), setting);
}

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });

const row = (label: string, value: string, details: readonly string[]): FigureRow => ({
  label,
  value,
  details,
  verdict: null,
  figure: label,
  quote: value,
});

const image = (id: string) => ({
  type: 'image',
  slack_file: { id },
  alt_text: 'Revenue "by quarter"',
  title: plain('R&amp;D'),
});

describe('a Slack message', () => {
  it('has its title and headings, one rank below the other', () => {
    const html = card(cardOf([{ type: 'heading', lang: 'ja', text: '主な数字' }]), { level: 3 });
    expect(html).toContain('<h3 class="slack-header" lang="en">Title</h3>');
    expect(html).toContain('<h4 class="slack-header" lang="ja">主な数字</h4>');
  });

  it('has figures as a list, their names bold and what they compare with on a line below', () => {
    expect(card(sampleCard())).toContain(
      '<ul><li lang="ja"><b>純利益</b>  77億8,800万ドル\n前年同期比 +16% · 予想 75億4,000万ドルを上回る ▲</li></ul>',
    );
  });

  it('has several figures as a table with its head, values at the right', () => {
    const rows = [row('売上高', '320億ドル', ['+11%', '▲']), row('R&D', '1', [])];
    const html = card(cardOf([{ type: 'figures', lang: 'ja', rows }]));
    expect(html).toContain(
      '<thead><tr><th scope="col" class="left" lang="ja">項目</th><th scope="col" class="right whole" lang="ja">数値</th><th scope="col" class="left" lang="ja">比較</th></tr></thead>',
    );
    expect(html).toContain(
      '<tr><td class="left" lang="ja">売上高</td><td class="right whole" lang="ja">320億ドル</td><td class="left" lang="en">+11%\n▲</td></tr>',
    );
    expect(html).toContain('<td class="left" lang="en">R&amp;D</td>');
  });

  it('has rare buttons in a menu that says what it is, each with what it does', () => {
    const value = 'meta/2023-q2';
    const html = card(
      cardOf([], {
        buttons: [
          { action: 'ask', label: '質問する', value },
          { action: 'sources', label: '出典', value, rare: true },
          { action: 'history', label: 'History', value: 'x', rare: true },
        ],
      }),
    );
    expect(html).toContain(
      '<details class="menu"><summary class="slack-button more" aria-label="その他の操作" lang="ja">…</summary>',
    );
    expect(html).toContain(
      '<button type="button" class="menu-item" data-action="history" data-value="x" lang="en">History</button>',
    );
    expect(html.match(/data-action=/g)).toHaveLength(3);
  });

  it('has buttons among its blocks where they stand', () => {
    const inner = { action: 'show', label: 'Show', value: 'x' } as const;
    const html = card(
      cardOf([
        { type: 'buttons', buttons: [inner] },
        { type: 'note', lang: 'en', text: 'after' },
      ]),
    );
    expect(html).toMatch(/slack-actions.*data-action="show".*slack-context.*after/s);
  });

  it('has plain sections where a message was made of them', () => {
    const html = drawn(renderPlain(cardOf([{ type: 'list', lang: 'en', items: ['R&D <b>'] }])));
    expect(html).toContain('<p class="slack-rich" lang="en">• R&amp;D &lt;b&gt;</p>');
  });

  it('has the fields of a form, to look at', () => {
    const html = drawn(renderForm(everyField, '{}'));
    for (const part of [
      '<p class="slack-label" lang="ja">メモ <span class="slack-optional">（任意）</span></p>',
      '<p class="slack-box tall" lang="en">a &lt;b&gt;</p>',
      '<p class="slack-box picker" lang="en"># C1</p>',
      '<span aria-hidden="true">☑</span> メタ',
      '<span aria-hidden="true">☐</span> テスラ',
      '<span aria-hidden="true">◉</span> 日本語',
      '<p class="slack-box picker" lang="en">English</p>',
      '<p class="slack-box picker" lang="en">08:30</p>',
    ])
      expect(html).toContain(part);
    expect(html.match(/class="slack-input"/g)).toHaveLength(everyField.fields.length);
  });

  it('has texts, lists, quotes, notes and lines', () => {
    const html = card(
      cardOf([
        { type: 'text', lang: 'en', text: 'one\ntwo' },
        { type: 'list', lang: 'en', items: ['first', '第二'] },
        { type: 'quote', lang: 'ja', text: '純利益は' },
        { type: 'divider' },
        { type: 'note', lang: 'en', text: 'Source: R&D <Weekly>' },
      ]),
    );
    expect(html).toContain('<div class="slack-rich"><p lang="en">one\ntwo</p></div>');
    expect(html).toContain('<ul><li lang="en">first</li><li lang="ja">第二</li></ul>');
    expect(html).toContain('<blockquote lang="ja">純利益は</blockquote>');
    expect(html).toContain('<hr class="slack-divider">');
    expect(html).toContain(
      '<div class="slack-context"><p lang="en">Source: R&amp;D &lt;Weekly&gt;</p></div>',
    );
  });

  it('has buttons that mean what those of the card mean', () => {
    const html = card(sampleCard());
    expect(html).toContain(
      '<button type="button" class="slack-button" data-action="ask" data-value="meta/2023-q2" lang="ja">質問する</button>',
    );
    expect(html.match(/<button/g)).toHaveLength(2);
    expect(html).not.toContain('subject');
  });

  it('has a coloured button where the message asks for one, and one that does nothing where it is not ours', () => {
    const button = {
      type: 'button',
      action_id: 'others:1',
      text: plain('Go'),
      value: 'x',
      style: 'primary',
    };
    expect(drawn({ blocks: [{ type: 'actions', elements: [button] }] })).toContain(
      '<button type="button" class="slack-button primary" lang="en">Go</button>',
    );
  });

  it('has the pictures that are here, by the id of their file', () => {
    const html = drawn(
      { blocks: [image('F1'), image('F2')] },
      { picture: (id) => (id === 'F1' ? '/pictures/one.png' : null) },
    );
    expect(html).toContain(
      '<figure class="slack-image"><figcaption>R&amp;D</figcaption><img src="/pictures/one.png" alt="Revenue &quot;by quarter&quot;"></figure>',
    );
    expect(html.match(/<figure/g)).toHaveLength(1);
  });

  it.each(nasty)('shows %j as these words and nothing else', (text) => {
    const html = card(cardFullOf(text));
    expectInert(html, text, ['b', 'blockquote', 'button', 'div', 'h2', 'h3', 'li', 'p', 'ul']);
  });

  it('shows any text whole', () => {
    expectWhole(card);
  });

  it.each([
    ['a block', { type: 'video' }],
    [
      'a style',
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [{ type: 'text', text: 'x', style: { bold: true, italic: true } }],
          },
        ],
      },
    ],
    ['a section’s button', { type: 'section', text: plain('x'), accessory: {} }],
    ['a date picker', { type: 'input', label: plain('x'), element: { type: 'datepicker' } }],
    ['markup', { type: 'context', elements: [{ type: 'mrkdwn', text: '*x*' }] }],
  ])('is refused where it holds %s that would be left out', (_, block) => {
    expect(() => drawn({ blocks: [block] })).toThrow(/Invalid|Unrecognized/i);
  });
});
