import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { answerCard } from '../../src/card/answer-card.ts';
import { readLanguageValue, withPostButton } from '../../src/card/buttons.ts';
import type { Answer, Card } from '../../src/card/card.ts';
import { digestCard } from '../../src/card/digest-card.ts';
import { askForm } from '../../src/card/form.ts';
import { noticeCard } from '../../src/card/notice-card.ts';
import { parseCard, type cardShape } from '../../src/card/schema.ts';
import { cardText } from '../../src/card/text.ts';
import { languageCodes } from '../../src/language/index.ts';
import { metaDigest } from '../support/meta-digest.ts';

const subject = { digest: 'meta/2023-q2', revision: 1 };
const quote = metaDigest.figures[0]!.quote;
const answer: Answer = {
  answer: 'Revenue was $32B.',
  lang: 'en',
  refused: false,
  evidence: [{ quote, start: 0, end: quote.length, digest: 'meta/2023-q2', source: 'ja' }],
  figures: ['meta/2023-q2#revenue'],
};

describe('answerCard', () => {
  it('gives the answer, then the quote in its own language and where it is from', () => {
    const card = answerCard(answer, subject, [metaDigest]);
    expect(cardText(card).split('\n')).toEqual([
      'Answer',
      'Revenue was $32B.',
      `「${quote}」`,
      'Source: ジンク・ファイナンス, by 孫鵬岳, edited by ゲイル, publication date unknown, in Japanese',
    ]);
    expect(card.blocks[1]).toMatchObject({ type: 'quote', lang: 'ja' });
    expect(card.buttons).toEqual([{ action: 'ask', label: 'Ask', value: 'meta/2023-q2' }]);
  });

  it('does not give a sentence again that the answer itself quotes', () => {
    const quoting = { ...answer, answer: `The article says: “${quote}”` };
    const card = answerCard(quoting, subject, [metaDigest]);
    expect(cardText(card).split(quote)).toHaveLength(2);
    expect(card.blocks.map(({ type }) => type)).toEqual(['text', 'note']);
  });

  it('names a source once, and none that it does not know', () => {
    const twice = {
      ...answer,
      evidence: [...answer.evidence, { ...answer.evidence[0]!, quote: '純利益は' }],
    };
    expect(
      answerCard(twice, subject, [metaDigest]).blocks.filter(({ type }) => type === 'note'),
    ).toHaveLength(1);
    expect(answerCard(answer, null).blocks.filter(({ type }) => type === 'note')).toEqual([]);
  });

  it('lets a refusal stand alone', () => {
    const refusal: Answer = {
      answer: '記事に配当の記載はありません。',
      lang: 'ja',
      refused: true,
      evidence: [],
      figures: [],
    };
    expect(answerCard(refusal, null)).toEqual({
      language: 'ja',
      title: '回答',
      blocks: [{ type: 'text', lang: 'ja', text: refusal.answer }],
      buttons: [],
      subject: null,
    });
  });
});

describe('noticeCard', () => {
  it('is a text for one line, a list for more', () => {
    expect(cardText(noticeCard('ja', '見つからない', ['/meta q2 をお試しください。']))).toBe(
      '見つからない\n/meta q2 をお試しください。',
    );
    expect(cardText(noticeCard('en', 'Digests', ['Q1', 'Q2']))).toBe('Digests\n- Q1\n- Q2');
    expect(noticeCard('en', 'Nothing', []).blocks).toEqual([]);
  });
});

describe('askForm', () => {
  it.each(languageCodes)('fits the smallest modal in %s', (lang) => {
    const form = askForm(subject, lang);
    expect(form).toMatchObject({ action: 'ask', value: 'meta/2023-q2' });
    expect(form.title.length).toBeLessThanOrEqual(24);
    expect(form.submit.length).toBeLessThanOrEqual(24);
    expect(form.fields[0]?.label.length).toBeLessThanOrEqual(45);
  });
});

describe('buttons', () => {
  it('offer a private card to the channel', () => {
    const card = digestCard(metaDigest, { language: 'en', form: 'standard' });
    const { buttons } = withPostButton(card);
    expect(buttons[3]).toEqual({
      action: 'post',
      label: 'Post to channel',
      value: 'meta/2023-q2',
    });
    expect(buttons.slice(4).every(({ rare }) => rare)).toBe(true);
    const notice = noticeCard('en', 'x', []);
    expect(withPostButton(notice)).toBe(notice);
  });

  it('carry a digest and a language that can be read back', () => {
    const { buttons } = digestCard(metaDigest, { language: 'ja', form: 'standard' });
    const language = buttons.find(({ action }) => action === 'language');
    expect(readLanguageValue(language!.value)).toEqual({ digest: 'meta/2023-q2', lang: 'en' });
    for (const value of ['meta/2023-q2', '#en', 'meta#xx', 'a#b#en', 'meta#constructor'])
      expect(readLanguageValue(value)).toBeNull();
  });
});

describe('parseCard', () => {
  it('gives a stored card back as it was', () => {
    for (const language of ['ja', 'en', 'both'] as const) {
      const card = digestCard(metaDigest, { language, form: 'full' });
      expect(parseCard(JSON.parse(JSON.stringify(card)))).toEqual(card);
    }
  });

  it('refuses what is no card in one sentence that names the place', () => {
    const card = digestCard(metaDigest, { language: 'ja', form: 'standard' });
    expect(() =>
      parseCard({ ...card, blocks: [{ type: 'marquee', text: 'x', lang: 'ja' }] }),
    ).toThrow(/^A stored card cannot be read at blocks\.0\.type \(.*\)/);
    expect(() => parseCard(null)).toThrow(/at its root/);
    expect(() => parseCard({ ...card, language: 'fr' })).toThrow(/at language/);
  });

  it('has the shape of the type', () => {
    expectTypeOf<z.infer<typeof cardShape>>().toExtend<Card>();
    expectTypeOf<Card>().toExtend<z.infer<typeof cardShape>>();
  });
});

describe('cardText', () => {
  it('parts sections with one empty line', () => {
    const card: Card = {
      ...noticeCard('ja', '題', []),
      blocks: [
        { type: 'text', lang: 'ja', text: 'あ' },
        { type: 'divider' },
        { type: 'heading', lang: 'en', text: 'B' },
        { type: 'quote', lang: 'en', text: 'c' },
      ],
    };
    expect(cardText(card)).toBe('題\nあ\n\nB\n“c”');
  });
});
