import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cleanArticle } from '../../src/article/clean.ts';

const seed = readFileSync('test/fixtures/meta-2023-q2.ja.txt', 'utf8');

const squeezed = (text: string) => text.replace(/[\s*#]/g, '');

describe('the seed article, which holds nearly the whole body twice', () => {
  const article = cleanArticle(seed, 'ja');
  const paragraphs = article.text.split('\n');

  it('becomes one copy: every paragraph once, a little less than half of what came', () => {
    expect(new Set(paragraphs).size).toBe(paragraphs.length);
    for (const once of [
      '総収益は 320 億米ドル',
      '一株当たり利益は米国で見込まれます',
      '7万1,469人',
      '5億元の内定',
    ]) {
      expect(article.text.split(once)).toHaveLength(2);
    }
    expect(article.text.length).toBeLessThan(seed.length / 1.9);
  });

  it('keeps what only one of the copies has, at its place', () => {
    const at = (text: string) => paragraphs.findIndex((paragraph) => paragraph === text);
    expect(at('画像ソース: Unbounded AI によって生成')).toBe(at('出典: ジンク・ファイナンス') + 1);
    expect(paragraphs[at('ラマ2') + 1]).toMatch(/^今年の3月初め、Metaは大規模言語モデルLlama/);
    expect(at('3 年連続赤字のメタバース')).toBeGreaterThan(0);
  });

  it('loses the marks of a page and nothing else', () => {
    expect(article.text).not.toMatch(/\*\*|##/);
    expect(article.text).toContain('2 桁の収益成長を達成したのはこれが初めてです。\n');
    const kept = squeezed(article.text);
    for (const line of seed.split('\n').slice(1)) expect(kept).toContain(squeezed(line));
  });

  it('knows its title, author, editor and publisher, and that no date stands in it', () => {
    expect(article).toMatchObject({
      title:
        'メタバースを停止し、AI に参入し、Twitter を再現すると、メタは損失を被り、2 年後には利益を得る',
      author: '孫鵬岳',
      editor: 'ゲイル',
      publisher: 'ジンク・ファイナンス',
      published: null,
      language: 'ja',
    });
  });
});

describe('other texts', () => {
  it('leaves a text without copies as it is', () => {
    const text =
      'Acme beats\nRevenue was $3 million.\n\nThe long line that follows quotes nothing of the above and goes on and on about other things entirely.';
    expect(cleanArticle(text, 'en').text).toBe(text.replace('\n\n', '\n'));
  });

  it('does not take a sentence that begins with "By" for a by-line', () => {
    const article = cleanArticle(
      'By the end of the year revenue was $3 million.\nMore text follows here.',
      'en',
    );
    expect(article.author).toBeNull();
  });

  it('takes a first line that is no sentence for the title', () => {
    expect(cleanArticle('Acme beats forecasts\nRevenue was $3 million.', 'en').title).toBe(
      'Acme beats forecasts',
    );
    expect(cleanArticle('Revenue was $3 million.\nProfit rose.', 'en').title).toBeNull();
  });
});
