import { array, assert, constantFrom, integer, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Button, Card } from '../../../src/card/card.ts';
import { commandsOf, sameCommands } from '../../../src/platform/discord/commands.ts';
import { packPress, unpackPress } from '../../../src/platform/discord/custom-id.ts';
import { plain } from '../../../src/platform/discord/escape.ts';
import { marked, markOf, nonceOf, readMark, sameKey } from '../../../src/platform/discord/mark.ts';
import { renderForm } from '../../../src/platform/discord/form.ts';
import { renderMessages } from '../../../src/platform/discord/render.ts';
import { sampleCard } from '../contract.ts';
import { judge, nested, seenIn, sightOf, textsOf } from './judge.ts';
import { bagOf } from './peer-bag.ts';
import { anyCard, anyForm } from '../../support/any-card.ts';
import { everyField, textField } from '../../support/form.ts';

const traps = [
  '@everyone @here <@123> <@!123> <@&123> <#123> <t:1700000000:R> </meta:1> <id:guide> <a:wave:1>',
  '**b** *i* _i_ __u__ ~~s~~ ||x|| `c` ```c``` \\*kept',
  '[x](https://example.com) <https://example.com> https://example.com/a_b?c=d discord://x',
  '# one',
  '### three',
  '-# small',
  '> quote',
  '>>> all',
  '- item',
  '* item',
  '+ item',
  '1. one',
  '  12. twelve',
  ':smile: 10:30:45 :100:',
  '2.98ドル',
  '-37億ドル',
  '+16%',
  'C++ #1',
];

/** A text in every place of a card where article text can stand. */
function cardWith(text: string): Card {
  return {
    ...sampleCard(text),
    blocks: [
      { type: 'heading', lang: 'ja', text },
      { type: 'text', lang: 'ja', text: `行1\n${text}` },
      {
        type: 'figures',
        lang: 'ja',
        rows: [
          {
            label: text,
            value: text,
            details: [text, text],
            verdict: null,
            figure: 'f',
            quote: text,
          },
        ],
      },
      { type: 'divider' },
      { type: 'list', lang: 'ja', items: [text] },
      { type: 'quote', lang: 'ja', text },
      { type: 'note', lang: 'ja', text },
    ],
  };
}

function refusalsOf(card: Card): string[] {
  return renderMessages(card).flatMap((payload) =>
    judge('message', {
      ...marked(payload, markOf('k')),
      nonce: nonceOf('1', 'k'),
      enforce_nonce: true,
    }),
  );
}

function sightsOf(card: Card) {
  return renderMessages(card).map((payload) => seenIn(bagOf(payload)));
}

describe('outside text', () => {
  it.each(traps)('%s reads the same everywhere and does nothing', (text) => {
    const [sight, ...more] = sightsOf(cardWith(text));
    expect(more).toEqual([]);
    expect(sight?.live).toEqual([]);
    const line = text.replace(/\s+/gu, ' ').trim();
    expect(sight?.text.split(line)).toHaveLength(11);
  });

  it('stays inert whatever it is (property)', () => {
    const piece = oneof(
      constantFrom(...traps),
      string({ unit: 'grapheme', maxLength: 30 }),
      constantFrom('\n', '\\', '*', '@everyone', 'https://x.jp', '\n# ', '\n- ', '`', '['),
    );
    assert(
      property(
        array(piece, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
        (text) => {
          const card = cardWith(text);
          expect(refusalsOf(card)).toEqual([]);
          const sights = sightsOf(card);
          expect(sights.flatMap((sight) => sight.live)).toEqual([]);
          const line = plain(text).replace(/\s+/gu, ' ').trim();
          if (line !== '') expect(sights.map((sight) => sight.text).join('\n')).toContain(line);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('loses marks that turn the reading direction or cannot be seen', () => {
    expect(sightsOf(cardWith('a\u202Eb\u2066c\u200Bd\u0007e'))[0]?.text).toContain('abcde');
  });

  it('is plain in labels and forms', () => {
    const card = {
      ...sampleCard(),
      buttons: [{ action: 'ask', label: 'a\nb\u202Ec', value: 'v' }],
    } as const;
    expect(nested(renderMessages(card)[0]).find((part) => part['type'] === 2)?.['label']).toBe(
      'a bc',
    );
  });
});

const textDisplay = (content: string) => ({ type: 10, content });
const bodyOf = (components: unknown[], more = {}) => ({
  flags: 1 << 15,
  components,
  allowed_mentions: { parse: [] },
  nonce: 'n',
  enforce_nonce: true,
  ...more,
});

const block = (index: number): Block =>
  index % 3 === 0
    ? { type: 'heading', lang: 'en', text: `Part ${index}` }
    : index % 3 === 1
      ? {
          type: 'text',
          lang: 'en',
          text: `Text ${index} ${'revenue of $32 billion * '.repeat(index)}`,
        }
      : { type: 'divider' };

describe('the reader that judges (so that the tests above can fail)', () => {
  it.each([
    ['@everyone', 'mention'],
    ['<@1>', 'mention'],
    ['<@&1>', 'mention'],
    ['<#1>', 'mention'],
    ['<t:1:R>', 'mention'],
    ['</meta:1>', 'mention'],
    ['https://x.jp', 'link'],
    ['見よhttps://x.jp', 'link'],
    ['[x](https://x.jp)', 'link'],
    [':smile:', 'emoji'],
    ['`c`', 'code'],
    ['_i_', 'markup'],
    ['~~s~~', 'markup'],
    ['||s||', 'markup'],
  ])('%s is a live %s', (text, kind) => {
    expect(sightOf(text).live[0]).toMatch(new RegExp(`^${kind}`, 'u'));
    expect(sightOf(text.replaceAll(/[^\p{L}\d\s]/gu, String.raw`\$&`)).live).toEqual([]);
  });

  it('refuses what Discord refuses', () => {
    const button = { type: 2, style: 1, label: 'a', custom_id: 'a' };
    expect(judge('message', bodyOf([textDisplay('a')]))).toEqual([]);
    expect(
      judge('message', bodyOf(Array.from({ length: 41 }, () => textDisplay('a')))),
    ).not.toEqual([]);
    expect(
      judge('message', bodyOf([textDisplay('a'.repeat(2001)), textDisplay('a'.repeat(2000))])),
    ).not.toEqual([]);
    expect(judge('message', bodyOf([textDisplay('a')], { content: 'x' }))).not.toEqual([]);
    expect(judge('message', bodyOf([{ type: 1, components: [button, button] }]))).not.toEqual([]);
    expect(judge('message', bodyOf([textDisplay('a')], { nonce: 'n'.repeat(26) }))).not.toEqual([]);
    expect(judge('message', bodyOf([textDisplay('a')], { enforce_nonce: false }))).not.toEqual([]);
    expect(
      judge('message', bodyOf([textDisplay('a')], { allowed_mentions: undefined })),
    ).not.toEqual([]);
    expect(judge('message', bodyOf([textDisplay('a')], { flags: 0 }))).not.toEqual([]);
    expect(judge('command', { name: 'Meta', description: 'd' })).not.toEqual([]);
    expect(
      judge('command', { name: 'meta', description: 'd', description_localizations: { en: 'd' } }),
    ).not.toEqual([]);
    expect(judge('deferral', { type: 5, data: { flags: 64 | (1 << 15) } })).not.toEqual([]);
  });
});

describe('limits', () => {
  it('a card of any size is accepted, nothing lost, no figure cut, headings with their text', () => {
    const card = {
      ...sampleCard('Much'),
      blocks: Array.from({ length: 150 }, (_, index) => block(index)),
    };
    expect(refusalsOf(card)).toEqual([]);
    const payloads = renderMessages(card);
    expect(payloads.length).toBeGreaterThan(5);
    const words = payloads.map((payload) => seenIn(bagOf(payload)).text).join('\n');
    for (let index = 0; index < 150; index += 3)
      expect(words).toContain(`Part ${index}\nText ${index + 1} `);
    expect(words.split('$32 billion').length - 1).toBe(
      Array.from({ length: 150 }, (_, index) => (index % 3 === 1 ? index : 0)).reduce(
        (a, b) => a + b,
        0,
      ),
    );
  });

  it('one paragraph longer than a message goes on in the next', () => {
    const text = '営業利益は37億3,000万ドルの赤字でした。'.repeat(400);
    const card: Card = { ...sampleCard('長文'), blocks: [{ type: 'text', lang: 'ja', text }] };
    expect(refusalsOf(card)).toEqual([]);
    const words = sightsOf(card)
      .map((sight) => sight.text)
      .join('');
    expect(words.split('営業利益は37億3,000万ドルの赤字でした。')).toHaveLength(401);
  });

  it('holds buttons to 25 in rows of five under the last message, leaves out what does not fit or comes twice', () => {
    const buttons = [
      ...Array.from(
        { length: 30 },
        (_, index) =>
          ({ action: 'evidence', label: 'ラ'.repeat(120), value: `v${index}` }) as const,
      ),
      { action: 'ask', label: 'long', value: 'v'.repeat(100) } as const,
    ];
    const card: Card = { ...sampleCard(), buttons: [buttons[0]!, ...buttons] };
    expect(refusalsOf(card)).toEqual([]);
    const shown = nested(renderMessages(card).at(-1)).filter((part) => part['type'] === 2);
    expect(shown).toHaveLength(25);
    expect(new Set(shown.map((part) => part['custom_id'])).size).toBe(25);
  });

  it('an empty card is still a message', () => {
    const card: Card = {
      ...sampleCard(' '),
      blocks: [{ type: 'text', lang: 'ja', text: '\u200B' }, { type: 'divider' }],
      buttons: [],
    };
    expect(refusalsOf(card)).toEqual([]);
    expect(textsOf(renderMessages(card)[0])).toEqual(['…']);
  });

  it('a form fits a modal; one whose value does not fit is none', () => {
    const form = {
      action: 'ask',
      title: '題'.repeat(60),
      fields: [textField('ラ'.repeat(60))],
      submit: 's',
      value: 'meta/2023-q2',
    } as const;
    expect(judge('modal', { type: 9, data: renderForm(form, 1) })).toEqual([]);
    expect(renderForm({ ...form, value: 'v'.repeat(100) }, 1)).toBeNull();
  });
});

it('a heading that fills messages by itself is parted from its text, and nothing is lost', () => {
  const blocks: Block[] = [
    { type: 'heading', lang: 'en', text: '!'.repeat(3100) },
    { type: 'text', lang: 'en', text: '?'.repeat(1700) },
  ];
  const card = { ...sampleCard(), blocks };
  expect(refusalsOf(card)).toEqual([]);
  const words = sightsOf(card)
    .map(({ text }) => text)
    .join('');
  expect([words.split('!').length, words.split('?').length]).toEqual([3101, 1701]);
});

describe('any card and any form', () => {
  it('is one that Discord takes, with nothing alive in it (property)', () => {
    assert(
      property(anyCard, (card) => {
        expect(refusalsOf(card)).toEqual([]);
        expect(sightsOf(card).flatMap((sight) => sight.live)).toEqual([]);
      }),
      { numRuns: 100 },
    );
    assert(
      property(anyForm, (form) => {
        const data = renderForm(form, 1);
        if (data) expect(judge('modal', { type: 9, data })).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

const button = (value: string, more: Partial<Button> = {}): Button => ({
  action: 'show',
  label: value,
  value,
  ...more,
});
const many = (count: number, name: string, more: Partial<Button> = {}) =>
  Array.from({ length: count }, (_, at) => button(`${name}${at}`, more));
const rowsOf = (card: Partial<Card>) =>
  renderMessages({ ...sampleCard(), buttons: [], ...card }).map((payload) =>
    nested(payload)
      .filter((part) => part['type'] === 1)
      .map((row) => nested(row).map((part) => [part['label'], part['style']])),
  );

describe('buttons', () => {
  it('that are rare stand in rows after the others', () => {
    const buttons = [button('rare', { rare: true }), button('a'), button('b')];
    expect(rowsOf({ buttons })).toEqual([
      [
        [
          ['a', 1],
          ['b', 2],
        ],
        [['rare', 2]],
      ],
    ]);
  });

  it('that are rare give way where the others fill the five rows', () => {
    const rare = many(3, 'rare', { rare: true });
    const [[...four] = []] = rowsOf({ buttons: [...rare, ...many(18, 'b')] });
    expect(four.map((row) => row.length)).toEqual([5, 5, 5, 3, 3]);
    const [[...five] = []] = rowsOf({ buttons: [...rare, ...many(21, 'b')] });
    expect(five.map((row) => row.length)).toEqual([5, 5, 5, 5, 1]);
  });

  it('stand among the blocks where they belong, in the components that a message may have', () => {
    const inner = (name: string): Block[] => [
      { type: 'text', lang: 'en', text: `about ${name}` },
      { type: 'buttons', buttons: many(5, name) },
    ];
    const blocks = Array.from({ length: 12 }, (_, at) => inner(`n${at}-`)).flat();
    const card = { ...sampleCard('Much'), blocks, buttons: many(25, 'foot') };
    expect(refusalsOf(card)).toEqual([]);
    const rows = rowsOf(card);
    expect(rows.flat()).toHaveLength(12 + 5);
    expect(rows.at(-1)?.slice(-5).flat()).toHaveLength(25);
    const [first] = renderMessages(card);
    expect(first?.components[0]?.components.slice(0, 2)).toMatchObject([
      { type: 10, content: expect.stringContaining('about n0') },
      { type: 1, components: [{ label: 'n0-0' }, {}, {}, {}, {}] },
    ]);
  });
});

describe('a form', () => {
  it('has a field of each kind, five at most: a time is typed, a channel chosen among those of the server', () => {
    const fields = everyField.fields.map((field) =>
      field.kind === 'channel' ? { ...field, chosen: '1100000000000000042' } : field,
    );
    const modal = renderForm({ ...everyField, fields }, 1);
    expect(judge('modal', { type: 9, data: modal })).toEqual([]);
    expect(modal?.components.map(({ component }) => component)).toMatchObject([
      { type: 8, channel_types: [0, 5], default_values: [{ id: '1100000000000000042' }] },
      { type: 3, max_values: 2, min_values: 1, options: [{ default: true }, { default: false }] },
      { type: 3, max_values: 1, required: true },
      { type: 3, min_values: 0, required: false },
      { type: 4, style: 1, value: '08:30', max_length: 5, required: false },
    ]);
  });

  it('chooses one at first where one alone may be chosen, and leaves out a choice of nothing', () => {
    const choice = {
      ...({ kind: 'choice', id: 'a', label: 'a', many: false, optional: false } as const),
      options: [
        { value: 'x', label: 'x' },
        { value: 'y', label: 'y' },
      ],
      chosen: ['x', 'y'],
    };
    const data = renderForm({ ...everyField, fields: [choice] }, 1);
    expect(judge('modal', { type: 9, data })).toEqual([]);
    expect(renderForm({ ...everyField, fields: [{ ...choice, options: [] }] }, 1)).toBeNull();
  });
});

describe('what a message carries', () => {
  it('a mark is read back with its part, and from no other key', () => {
    const [payload] = renderMessages(sampleCard());
    const mark = markOf('slot:1', 2, 3);
    const read = readMark(
      marked(payload!, mark).components.map(({ type, id, components }) => ({
        type,
        id,
        components: [...components],
      })),
    );
    expect(read).toEqual(mark);
    expect(sameKey(markOf('slot:1'), read!)).toBe(true);
    expect(sameKey(markOf('slot:2'), read!)).toBe(false);
    expect(markOf('slot:2').first).not.toBe(mark.first);
    expect(markOf('slot:2').second).not.toBe(mark.second);
    expect(readMark([])).toBeNull();
    expect(readMark(payload!.components.map(({ type }) => ({ type })))).toBeNull();
  });

  it('ids are positive 32-bit integers for any key (property)', () => {
    assert(
      property(string(), integer({ min: 1, max: 255 }), (key, part) => {
        const ids = nested(marked(renderMessages(sampleCard())[0]!, markOf(key, part, 255)))
          .map((one) => one['id'])
          .filter((id) => id !== undefined);
        expect(ids).toHaveLength(2);
        for (const id of ids)
          expect(Number.isInteger(id) && Number(id) > 0 && Number(id) < 2 ** 31).toBe(true);
      }),
    );
  });

  it('a press and its value come back as they were, colons included', () => {
    const id = packPress('press', { action: 'evidence', value: 'meta/2023-q2:net_income' }, 3);
    expect(unpackPress('press', id ?? '')).toEqual({
      action: 'evidence',
      value: 'meta/2023-q2:net_income',
      revision: 3,
    });
    expect(unpackPress('form', id ?? '')).toBeNull();
    expect(unpackPress('press', 'somebody else’s')).toBeNull();
  });
});

describe('commands', () => {
  const words = { ja: '日本語', en: 'English' };
  const choice = (text: string) => ({ text, description: words });

  it('are judged well, single words as subcommands and others as a field', () => {
    const specs = [
      {
        name: 'meta',
        description: words,
        choices: [choice('q2'), choice('2023-q1')],
      },
      {
        name: 'digest',
        description: { ja: '長'.repeat(200), en: 'l'.repeat(200) },
        choices: [choice('preview'), choice('all of it')],
      },
      { name: 'help', description: words, choices: [] },
      { name: 'not valid', description: words, choices: [] },
    ];
    const commands = commandsOf(specs);
    expect(commands.map((command) => command.name)).toEqual(['meta', 'digest', 'help']);
    expect(commands.flatMap((command) => judge('command', command))).toEqual([]);
    expect(commands[0]?.options?.map((option) => option.name)).toEqual(['q2', '2023-q1']);
    expect(commands[1]?.options).toMatchObject([{ type: 3, autocomplete: true }]);
  });

  it('are the same in another order and with nulls for what is unset, and differ by a word', () => {
    const wanted = commandsOf([
      { name: 'a', description: words, choices: [choice('q1')] },
      { name: 'b', description: words, choices: [] },
    ]);
    const registered = wanted.toReversed().map((command) => ({
      ...command,
      options: (command.options ?? []).map((option) => ({ choices: null, ...option })),
    }));
    expect(sameCommands(registered, wanted)).toBe(true);
    expect(
      sameCommands(
        commandsOf([{ name: 'a', description: words, choices: [choice('q3')] }]),
        wanted,
      ),
    ).toBe(false);
  });
});

describe('the judge of a picture', () => {
  const item = { media: { url: 'attachment://chart.png' }, description: '売上高の推移' };
  const sent = {
    flags: 1 << 15,
    nonce: 'n',
    enforce_nonce: true,
    allowed_mentions: { parse: [] },
    components: [{ type: 17, components: [{ type: 12, items: [item] }] }],
    attachments: [{ id: '0', filename: 'chart.png', description: '売上高の推移' }],
  };
  const showing = (change: object) => ({
    ...sent,
    components: [{ type: 17, components: [{ type: 12, items: [{ ...item, ...change }] }] }],
  });

  it('takes one that is told of and attached', () => {
    expect(judge('message', sent)).toEqual([]);
  });

  it.each([
    ['one of which nothing is told', showing({ description: undefined })],
    ['one of which too much is told', showing({ description: 'a'.repeat(1025) })],
    ['one that is not attached', { ...sent, attachments: [] }],
  ])('refuses %s', (_what, body) => {
    expect(judge('message', body)).not.toEqual([]);
  });
});
