import { describe, expect, it } from 'vitest';
import { cardText } from '../../src/card/text.ts';
import type { Filled } from '../../src/card/card.ts';
import type { LanguageCode } from '../../src/language/index.ts';
import { createHandlers } from '../../src/talk/handlers.ts';
import { digest } from '../ask/library.ts';
import { handlerParts } from '../support/handlers.ts';
import { channel, formOf, handlersOf, libraryOf, privateCard, speaker } from './desk.ts';
import { storeOfEach } from '../store/homes.ts';

const stored = storeOfEach();

const corrected = { ...digest, revision: 4 };
const handlers = () => handlersOf(stored.current, libraryOf(corrected));
const pressed = async (language: LanguageCode | null) =>
  formOf(await handlers().press(speaker(channel, { language }), 'report', digest.id));
const sent = async (filled: Filled, language: LanguageCode | null = 'en', value = digest.id) =>
  cardText(
    privateCard(await handlers().submit(speaker(channel, { language }), 'report', value, filled)),
  );

describe('wrong number?', () => {
  it.each([
    ['ja', '数字が違う?', '売上高: 320億ドル', 'そのほか'],
    ['en', 'Wrong number?', 'Revenue: $32B', 'Something else'],
    [null, 'Wrong number?', 'Revenue: $32B', 'Something else'],
  ] as const)(
    'asks in %s which figure it is, and what is wrong',
    async (lang, title, label, other) => {
      const form = await pressed(lang);
      expect(form).toMatchObject({ action: 'report', title, value: digest.id });
      const [figure, text] = form.fields;
      expect(figure?.kind === 'choice' && figure.options[0]).toEqual({ value: 'revenue', label });
      expect(figure?.kind === 'choice' && figure.options.at(-1)?.label).toBe(other);
      expect(text).toMatchObject({ kind: 'text', long: true, optional: false });
    },
  );

  it('offers no more than a menu holds', async () => {
    const [revenue] = digest.figures;
    const many = Array.from({ length: 60 }, (_, at) => ({ ...revenue!, id: `revenue@${at}` }));
    const ours = handlersOf(stored.current, libraryOf({ ...digest, figures: many }));
    const form = formOf(await ours.press(speaker(), 'report', digest.id));
    const [figure] = form.fields;
    expect(figure?.kind === 'choice' && figure.options).toHaveLength(25);
  });

  it('files what was said, and shows the figure with its sentence', async () => {
    const words = 'It says\n310億 in the article \u001b[31m';
    const text = await sent({ figure: ['revenue'], text: [words] });
    expect(text).toMatch(/^Thank you\nYour report has been filed for whoever runs kawaraban\./);
    expect(text).toContain('- Revenue: $32B');
    expect(text).toContain('総収益は 320 億米ドルとなり');
    expect(await stored.current.reports.open()).toEqual([
      {
        id: expect.any(Number),
        digest: digest.id,
        revision: 4,
        text: `[revenue] ${words}`,
        platform: 'slack',
        channel: 'C1',
        by: 'slack/U1',
        at: Date.parse('2026-11-02T03:00:00Z'),
      },
    ]);
  });

  it('files what is about no figure, in ja', async () => {
    const text = await sent({ figure: ['-'], text: ['会社名が違う'] }, 'ja');
    expect(text).toBe(
      'ご指摘ありがとうございます\nお知らせいただいた内容は kawaraban の運用者に届きます。',
    );
    await sent({ text: ['と、選ばずに'] }, 'ja');
    await sent({ figure: ['no_such_figure'], text: ['x'.repeat(9000)] }, 'ja');
    const open = await stored.current.reports.open();
    expect(open.map((report) => report.text.slice(0, 6))).toEqual([
      '会社名が違う',
      'と、選ばずに',
      'xxxxxx',
    ]);
    expect(open[2]?.text.length).toBe(2000);
  });

  it('files no more in an hour than questions are answered', async () => {
    const parts = handlerParts(stored.current, libraryOf(corrected));
    const ours = createHandlers({ ...parts, limits: { person: 1, channel: 9 } });
    const send = () => ours.submit(speaker(), 'report', digest.id, { text: ['x'] });
    expect(cardText(privateCard(await send()))).toContain('Thank you');
    expect(cardText(privateCard(await send()))).toContain('(1)');
    expect(await stored.current.reports.open()).toHaveLength(1);
  });

  it('files a form once, however often it is worked on', async () => {
    for (const [again, text] of [
      [false, '会社名が違う'],
      [true, '会社名が違う'],
      [true, '別の指摘'],
    ] as const) {
      const who = speaker(channel, { again });
      const reply = await handlers().submit(who, 'report', digest.id, { text: [text] });
      expect(cardText(privateCard(reply))).toContain('Thank you');
    }
    const open = await stored.current.reports.open();
    expect(open.map(({ text }) => text)).toEqual(['会社名が違う', '別の指摘']);
  });

  it('files nothing without words, and nothing about what is gone', async () => {
    expect(await sent({ figure: ['revenue'], text: ['  '] })).toContain('Nothing was filed');
    expect(await sent({ figure: ['revenue'] })).toContain('Nothing was filed');
    expect(await sent({ text: ['x'] }, 'en', 'meta/1999-q1')).toContain('no longer here');
    expect(await stored.current.reports.open()).toEqual([]);
  });
});
