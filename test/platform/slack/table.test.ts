import { describe, expect, it } from 'vitest';
import type { Block, Card } from '../../../src/card/card.ts';
import { render, renderHome, renderModal } from '../../../src/platform/slack/render.ts';
import { tableOf as tableOfFigures } from '../../../src/platform/slack/table.ts';
import { cardOf, complaintsOf, figure, seen } from './cards.ts';

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

describe('figures on Slack', () => {
  it('are a table: label, value at the right, a clause a line, a dash where nothing compares', () => {
    const of = cardOf([figures('ja')]);
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
    const of = { ...cardOf([figures('en')]), language: 'en' as const };
    expect(JSON.stringify(tableOf(of)?.rows[0])).toMatch(/"Figure".*"Value".*"How it compares"/);
  });

  it('have two columns where nothing is compared, and values too long for a line wrapped', () => {
    const long = 'from $32 billion to $34.5 billion';
    const table = tableOf(cardOf([figures('en', [figure('a', long), figure('b', '1')])]));
    expect(table?.rows.map(({ length }) => length)).toEqual([2, 2, 2]);
    expect(table?.column_settings).toEqual([
      { is_wrapped: true },
      { align: 'right', is_wrapped: true },
    ]);
  });

  it('are one table a message, for Slack takes no second one', () => {
    expect(typesOf(cardOf([figures('ja'), figures('ja')]))).toEqual([
      'header',
      'table',
      'rich_text',
      'actions',
    ]);
  });

  it('are lists in both languages, for one figure alone, and in views', () => {
    const both = { ...cardOf([figures('ja')]), language: 'both' as const };
    expect(tableOf(both)).toBeUndefined();
    expect(tableOf(cardOf([figures('ja', rows.slice(0, 1))]))).toBeUndefined();
    const { blocks } = renderHome(cardOf([figures('ja')]));
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'rich_text', 'actions']);
    expect(renderModal(cardOf([figures('ja')])).blocks[0]).toMatchObject({ type: 'rich_text' });
  });

  it.each([
    ['100 rows beside their head', Array.from({ length: 100 }, (_, at) => figure(`${at}`, 'x'))],
    [
      'more than 10,000 characters',
      [...rows, ...rows].map((row) => ({ ...row, label: 'ラ'.repeat(2600) })),
    ],
    ['a cell that is too long', [...rows, figure('a', 'x'.repeat(3001))]],
  ])('are lists where a table cannot hold them: %s', (_what, many) => {
    const of = cardOf([figures('ja', many)]);
    expect(tableOfFigures(many, 'ja')).toBeNull();
    expect(complaintsOf(of)).toEqual([]);
  });

  it('are lists where a table, which takes more room, would cost the card a block', () => {
    const many = Array.from({ length: 36 }, (_, at) =>
      figure(`指標${at}`, '1', ['前年同期比 +1%']),
    );
    const of = cardOf([figures('ja', many), { type: 'note', lang: 'ja', text: '出典' }]);
    expect(tableOf(of)).toBeUndefined();
    expect(seen(of)).toContain('出典');
    expect(seen(of)).not.toContain('…');
  });
});
