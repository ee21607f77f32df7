import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/card/card.ts';
import { chatDrawings } from '../../../src/drawing.ts';
import { discordHtml } from '../../../src/platform/preview/discord-drawing.ts';
import { markdownHtml } from '../../../src/platform/preview/discord-markdown.ts';
import type { BodySetting } from '../../../src/platform/preview/looks.ts';
import { sampleCard } from '../contract.ts';
import { cardFullOf, cardOf, expectInert, expectWhole, nasty, wordsOf } from './drawn.ts';

const { payload, press } = await chatDrawings.discord();

function drawn(bodies: unknown, setting: Partial<BodySetting> = {}): string {
  return discordHtml(bodies, { level: 2, press, picture: () => null, ...setting }).toString();
}

function card(of: Card): string {
  return drawn(payload(of));
}

function part(component: unknown, setting: Partial<BodySetting> = {}): string {
  return drawn([{ components: [{ type: 17, components: [component] }] }], setting);
}

const item = (name: string, description?: string) => ({
  media: { url: `attachment://${name}` },
  ...(description === undefined ? {} : { description }),
});
const picture = (name: string) => (name === 'revenue.png' ? '/pictures/revenue.png' : null);

describe('Discord’s markdown', () => {
  it.each([
    ['## Title', '<h2 class="discord-title" lang="en">Title</h2>'],
    ['### 見通し', '<h3 class="discord-heading" lang="ja">見通し</h3>'],
    ['-# small', '<p class="discord-small" lang="en">small</p>'],
    ['- one\n- 第二', '<ul><li lang="en">one</li><li lang="ja">第二</li></ul>'],
    ['> one\n> two', '<blockquote lang="en">one\ntwo</blockquote>'],
    ['one\ntwo', '<p lang="en">one\ntwo</p>'],
    [
      '**Revenue** $32B\n- x',
      '<p lang="en"><strong>Revenue</strong> $32B</p><ul><li lang="en">x</li></ul>',
    ],
    [
      '### a\n### b',
      '<h3 class="discord-heading" lang="en">a</h3><h3 class="discord-heading" lang="en">b</h3>',
    ],
  ])('draws %j', (text, html) => {
    expect(markdownHtml(text, 2).toString()).toBe(html);
  });

  it.each([
    [String.raw`\*\*not bold\*\*`, '**not bold**'],
    [String.raw`**a \*\* b**`, 'a ** b'],
    [String.raw`\# one`, '# one'],
    [String.raw`\- item`, '- item'],
    [String.raw`1\. first`, '1. first'],
    [String.raw`\@everyone \<@1\> \\`, '@everyone <@1> \\'],
    [String.raw`C:\dir \あ`, String.raw`C:\dir あ`],
    ['** one', '** one'],
    ['-37億ドル', '-37億ドル'],
  ])('reads the words of %j as %j', (text, words) => {
    const html = markdownHtml(text, 2).toString();
    expect(wordsOf(html)).toBe(words);
    expect(html).not.toMatch(/<(?:h\d|ul|blockquote)/);
  });

  it('makes only what stands between two pairs of stars bold', () => {
    expect(markdownHtml(String.raw`**a\*b** c **d**`, 2).toString()).toBe(
      '<p lang="en"><strong>a*b</strong> c <strong>d</strong></p>',
    );
  });
});

describe('Discord’s messages', () => {
  it('hold a card with its title, its figures and its notes', () => {
    const html = card(sampleCard());
    expect(html).toContain('<h2 class="discord-title" lang="ja">メタ 2023年第2四半期</h2>');
    expect(html).toContain('<strong>純利益</strong> 77億8,800万ドル\n前年同期比 +16%');
    expect(html).toContain('<hr class="discord-separator line">');
    expect(html).toContain('<p class="discord-small" lang="ja">出典: ジンク・ファイナンス</p>');
  });

  it('have buttons that mean what those of the card mean, the first one coloured', () => {
    const html = card(sampleCard());
    expect(html).toContain(
      '<button type="button" class="discord-button primary" data-action="ask" data-value="meta/2023-q2" lang="ja">質問する</button>',
    );
    expect(html).toContain(
      '<button type="button" class="discord-button" data-action="post" data-value="meta/2023-q2" lang="ja">チャンネルに投稿</button>',
    );
    const others = { type: 2, style: 2, label: 'Go', custom_id: 'others' };
    expect(part({ type: 1, components: [others] })).toContain(
      '<button type="button" class="discord-button" lang="en">Go</button>',
    );
  });

  it('are all drawn where a card is too long for one', () => {
    const items = Array.from({ length: 60 }, (_, at) => `${at} ${'word '.repeat(40)}`);
    const long = cardOf([{ type: 'list', lang: 'en', items }]);
    const bodies = payload(long);
    if (!Array.isArray(bodies)) throw new Error('no list of messages');
    expect(bodies.length).toBeGreaterThan(2);
    const html = card(long);
    expect(html.match(/<div class="discord-container">/g)).toHaveLength(bodies.length);
    expect(html.match(/<li/g)).toHaveLength(60);
    expect(html).toContain(`<p class="discord-small" lang="en">Title (2/${bodies.length})</p>`);
  });

  it.each([
    [{ type: 14, divider: true, spacing: 2 }, 'discord-separator line wide'],
    [{ type: 14, divider: false, spacing: 1 }, 'discord-separator'],
  ])('have the gap of %j', (separator, kind) => {
    expect(part(separator)).toContain(`<hr class="${kind}">`);
  });

  it('have the pictures that are here, by the name of their attachment', () => {
    const gallery = {
      type: 12,
      items: [item('revenue.png', 'Revenue "by quarter"'), item('lost.png'), item('revenue.png')],
    };
    expect(part(gallery, { picture })).toContain(
      '<div class="discord-gallery"><img src="/pictures/revenue.png" alt="Revenue &quot;by quarter&quot;"><img src="/pictures/revenue.png" alt=""></div>',
    );
    expect(part({ type: 12, items: [item('lost.png')] }, { picture })).not.toContain('gallery');
  });

  it.each(nasty)('show %j as these words and nothing else', (text) => {
    const html = card(cardFullOf(text));
    expectInert(html, text, ['blockquote', 'button', 'div', 'h2', 'h3', 'li', 'p', 'strong', 'ul']);
  });

  it('show any text whole', () => {
    expectWhole(card);
  });

  it.each([
    ['a component', { type: 13 }],
    ['a coloured edge', { type: 17, accent_color: 0xb23a2b, components: [] }],
    [
      'a red button',
      {
        type: 17,
        components: [
          { type: 1, components: [{ type: 2, style: 4, label: 'x', custom_id: 'press:ask::' }] },
        ],
      },
    ],
  ])('are refused where they hold %s that would be left out', (_, component) => {
    expect(() => drawn([{ components: [component] }])).toThrow(/Invalid/);
  });
});
