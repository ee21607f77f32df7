import * as fc from 'fast-check';
import {
  type Block,
  type Button,
  buttonActions,
  type Card,
  type Field,
  type Form,
} from '../../src/card/card.ts';

/** Texts that are long, empty, not well formed, or want to be markup. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 50 }),
  fc.constantFrom(
    '<!here>',
    '<https://x.y>',
    '*a* _b_ `c`',
    '🇯🇵👨‍👩‍👧',
    '77億8,800万ドル',
    '&'.repeat(80),
  ),
  // Long ones are repeated, for fast-check takes 50 ms to think of 3,000 letters.
  fc
    .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.nat(200))
    .map(([part, more]) => part.repeat(3300).slice(0, 3100 + more)),
);
const lang = fc.constantFrom('ja' as const, 'en' as const);

const anyButton: fc.Arbitrary<Button> = fc
  .tuple(
    fc.constantFrom(...buttonActions),
    fc.oneof(fc.constantFrom('メタ', 'a & b'), anyText),
    fc.oneof(fc.constantFrom('', 'meta/2023-q2'), fc.string({ maxLength: 160 })),
    fc.boolean(),
  )
  .map(([action, label, value, rare]) => ({ action, label, value, ...(rare ? { rare } : {}) }));

const anyRow = fc
  .record({ label: anyText, value: anyText, details: fc.array(anyText, { maxLength: 2 }) })
  .map((row) => ({ ...row, verdict: null, figure: row.label, quote: row.value }));

const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    type: fc.constantFrom('heading' as const, 'text' as const, 'quote' as const, 'note' as const),
    lang,
    text: anyText,
  }),
  fc.record({
    type: fc.constant('list' as const),
    lang,
    items: fc.array(anyText, { maxLength: 15 }),
  }),
  fc.record({ type: fc.constant('figures' as const), lang, rows: fc.array(anyRow) }),
  fc.record({
    type: fc.constant('buttons' as const),
    buttons: fc.array(anyButton, { maxLength: 8 }),
  }),
  fc.constant({ type: 'divider' as const }),
);

/** Any card there could be, pictures apart. */
export const anyCard: fc.Arbitrary<Card> = fc
  .record({
    language: fc.constantFrom('ja' as const, 'en' as const, 'both' as const),
    title: anyText,
    blocks: fc.array(anyBlock, { maxLength: 6 }),
    buttons: fc.array(anyButton, { maxLength: 30 }),
    subject: fc.constantFrom(null, { digest: 'meta/2023-q2', revision: 3 }),
  })
  .map((card) => ({ ...card, title: `題${card.title}` }));

const anyOption = fc.record({
  value: fc.oneof(fc.constantFrom('a', 'b'), fc.string({ maxLength: 160 })),
  label: anyText,
});

/** Any field but its id. */
const anyField: fc.Arbitrary<Field> = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    id: fc.constant(''),
    label: anyText,
    value: anyText,
    long: fc.boolean(),
    optional: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('choice' as const),
    id: fc.constant(''),
    label: anyText,
    options: fc.uniqueArray(anyOption, { maxLength: 30, selector: ({ value }) => value }),
    chosen: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }),
    many: fc.boolean(),
    optional: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('channel' as const),
    id: fc.constant(''),
    label: anyText,
    chosen: fc.constantFrom('', 'C0123', 'T1/C0123'),
  }),
  fc.record({
    kind: fc.constant('time' as const),
    id: fc.constant(''),
    label: anyText,
    chosen: fc.constantFrom('', '08:30', '8:30', '99:99'),
  }),
);

/** Any form whose first field is a text. */
export const anyForm: fc.Arbitrary<Form> = fc.record({
  action: fc.constantFrom('ask' as const, 'report' as const, 'subscribe' as const),
  title: anyText,
  submit: anyText,
  value: fc.constantFrom('', 'meta/2023-q2'),
  fields: fc
    .array(anyField, { minLength: 1, maxLength: 8 })
    .map((fields) => [
      { kind: 'text' as const, id: 'text', label: 'a', value: '', long: true, optional: false },
      ...fields.map((field, at) => ({ ...field, id: `field${at}` })),
    ]),
});
