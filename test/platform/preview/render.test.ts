import { describe, expect, it } from 'vitest';
import type { Block, Button, Card, FigureRow } from '../../../src/card/card.ts';
import { languageCodes } from '../../../src/language/index.ts';
import { cardDocument, cardHtml } from '../../../src/platform/preview/render.ts';
import { fill, replyCount, words } from '../../../src/platform/preview/words.ts';
import { sampleCard } from '../contract.ts';

const revenue: FigureRow = {
  label: 'Revenue',
  value: '$32B',
  details: ['+11% year on year'],
  verdict: null,
  figure: 'revenue',
  quote: '総収益は 320 億米ドルとなり、',
};

const picture = (name: string, theme: string) => `/${name}/${theme}.png`;

function draw(card: Partial<Card>, level: 1 | 2 | 3 = 2): string {
  const whole: Card = {
    language: 'en',
    title: 'Title',
    blocks: [],
    buttons: [],
    subject: null,
    ...card,
  };
  return cardHtml(whole, { level, id: 'one', picture }).toString();
}

function figures(row: Partial<FigureRow>, lang: 'ja' | 'en' = 'en'): string {
  return draw({ blocks: [{ type: 'figures', lang, rows: [{ ...revenue, ...row }] }] });
}

function blanks(of: object): string[] {
  return (
    JSON.stringify(of)
      .match(/\{\w+\}/g)
      ?.toSorted() ?? []
  );
}

const button = (action: 'ask' | 'show' | 'sources', rare = false): Button => ({
  action,
  label: action,
  value: 'x',
  ...(rare ? { rare } : {}),
});

describe('the buttons of a card', () => {
  it('stand among its blocks where they belong, none of them the first of the card', () => {
    const html = draw({
      blocks: [
        { type: 'buttons', buttons: [button('show')] },
        { type: 'text', lang: 'en', text: 'after' },
      ],
      buttons: [button('ask')],
    });
    expect(html).toMatch(
      /card-buttons inner"><button type="button" class="button" data-action="show".*after.*class="button first" data-action="ask"/s,
    );
  });

  it('stand in a menu where they are rare, after the others', () => {
    const html = draw({ buttons: [button('sources', true), button('ask')] });
    expect(html).toMatch(
      /data-action="ask".*<summary class="button more" aria-label="More actions".*class="menu-item" data-action="sources"/s,
    );
  });

  it('are no part of a document of its own', () => {
    const blocks: Block[] = [{ type: 'buttons', buttons: [button('show')] }];
    const card = { language: 'en', title: 'a', blocks, buttons: [button('ask')], subject: null };
    expect(cardDocument({ ...card, language: 'en' })).not.toContain('<button');
  });
});

describe('a card as HTML', () => {
  it('escapes every text of every block', () => {
    const nasty = `<img src=x onerror="alert(1)"> & '`;
    const safe = '&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;';
    const html = draw({
      title: nasty,
      blocks: [
        { type: 'heading', lang: 'en', text: nasty },
        { type: 'text', lang: 'en', text: nasty },
        {
          type: 'figures',
          lang: 'en',
          rows: [
            {
              label: nasty,
              value: nasty,
              details: [nasty],
              verdict: null,
              figure: nasty,
              quote: nasty,
            },
          ],
        },
        { type: 'list', lang: 'en', items: [nasty] },
        { type: 'quote', lang: 'en', text: nasty },
        { type: 'note', lang: 'en', text: nasty },
      ],
      buttons: [{ action: 'ask', label: nasty, value: nasty }],
    });
    expect(html).not.toContain('<img');
    // title, heading, text, label, the label in its sentence's name, value, detail, id, quote, item, quote, note, button twice
    expect(html.split(safe)).toHaveLength(15);
  });

  it('ranks its headings one below the other', () => {
    const blocks: Card['blocks'] = [{ type: 'heading', lang: 'en', text: 'Risks' }];
    for (const level of [1, 2, 3] as const) {
      const ranks = [...draw({ blocks }, level).matchAll(/<h(\d)/g)].map(([, rank]) =>
        Number(rank),
      );
      expect(ranks).toEqual([level, level + 1]);
    }
  });

  it('says of each block in which language it is written', () => {
    const html = draw({
      language: 'both',
      title: 'メタ 2023年第2四半期 / Meta Q2 2023',
      blocks: [
        { type: 'text', lang: 'ja', text: '見通し' },
        { type: 'quote', lang: 'en', text: 'Outlook' },
      ],
    });
    expect(html).toMatch(/<h2 [^>]*lang="ja"/);
    expect(html).toContain('<p class="card-text" lang="ja">見通し');
    expect(html).toContain('<blockquote class="card-quote" lang="en"><p>Outlook');
  });

  it('gives figures as a table with heads for rows and columns', () => {
    const html = figures({});
    expect(html).toContain('<caption class="unseen">Figures</caption>');
    expect(html.match(/scope="col"/g)).toHaveLength(3);
    expect(html).toMatch(/<th role="rowheader" scope="row"[^>]*>Revenue<\/th>/);
  });

  it('keeps a quote in its own language on a card in another', () => {
    expect(figures({})).toContain(
      '<blockquote lang="ja">総収益は 320 億米ドルとなり、</blockquote>',
    );
    expect(figures({ quote: '' })).not.toContain('<details');
  });

  it.each([
    ['ja', 'beat', '▲ 予想を上回る'],
    ['ja', 'miss', '▼ 予想を下回る'],
    ['en', 'in_line', '= In line'],
    ['en', 'not_comparable', 'Not comparable'],
  ] as const)('says %s %s in words where no clause says it', (lang, verdict, said) => {
    expect(figures({ verdict }, lang)).toContain(
      `<li class="verdict" data-verdict="${verdict}">${said}</li>`,
    );
  });

  it('marks the clause that says the verdict and does not say it again', () => {
    const html = figures({
      verdict: 'beat',
      details: ['+11% year on year', '▲ beat consensus of $31.06B'],
    });
    expect(html).toContain('<li>+11% year on year</li>');
    expect(html).toContain(
      '<li class="verdict" data-verdict="beat">▲ beat consensus of $31.06B</li>',
    );
    expect(html.match(/<li/g)).toHaveLength(2);
  });

  it('gives buttons what they carry', () => {
    expect(draw(sampleCard())).toContain(
      'data-action="ask" data-value="meta/2023-q2" lang="ja">質問する</button>',
    );
  });
});

describe('a card as a document', () => {
  it('stands alone: styles inside, nothing loaded, no dead buttons', () => {
    const page = cardDocument(sampleCard());
    expect(page).toMatch(/^<!doctype html>\n<html lang="ja">/);
    expect(page).toContain('<title>メタ 2023年第2四半期</title>');
    expect(page).toContain('--seal:');
    expect(page).not.toMatch(/<script|<link|<button|src=|url\(|href=/);
  });
});

describe('the page’s own words', () => {
  it('fills its blanks and leaves unknown ones', () => {
    expect(fill('{a} and {b}', { a: 1 })).toBe('1 and {b}');
  });

  it('counts replies as each language does', () => {
    expect([replyCount('en', 1), replyCount('en', 2), replyCount('ja', 1)]).toEqual([
      '1 reply',
      '2 replies',
      '返信 1 件',
    ]);
  });

  it('has the same blanks in every language', () => {
    for (const code of languageCodes) {
      for (const [name, sentence] of Object.entries(words[code])) {
        const other = Object.entries(words.en).find(([key]) => key === name)?.[1];
        expect(blanks({ sentence }), `${code}.${name}`).toEqual(blanks({ sentence: other }));
      }
    }
  });
});
