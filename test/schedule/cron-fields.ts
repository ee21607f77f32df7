import * as fc from 'fast-check';

/** A field of a cron pattern, and the numbers that it stands for. */
interface CronField {
  readonly text: string;
  readonly values: readonly number[];
}

/** Any field of a cron pattern over a scale. */
function anyField(from: number, to: number): fc.Arbitrary<CronField> {
  const number = fc.integer({ min: from, max: to });
  const range = fc.tuple(number, number).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  const step = fc.integer({ min: 2, max: Math.min(to, 30) });
  return fc.oneof(
    fc.constant({ text: '*', values: stepped(from, to, 1) }),
    fc
      .uniqueArray(number, { minLength: 1, maxLength: 4 })
      .map((values) => ({ text: values.join(','), values })),
    range.map(([a, b]) => ({ text: `${a}-${b}`, values: stepped(a, b, 1) })),
    step.map((by) => ({ text: `*/${by}`, values: stepped(from, to, by) })),
    fc
      .tuple(range, step)
      .map(([[a, b], by]) => ({ text: `${a}-${b}/${by}`, values: stepped(a, b, by) })),
  );
}

function stepped(first: number, last: number, by: number): readonly number[] {
  const all = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  return all.filter((one) => (one - first) % by === 0);
}

/** A cron pattern and what its fields stand for. */
export interface CronFields {
  readonly text: string;
  readonly minute: CronField;
  readonly hour: CronField;
  readonly monthDay: CronField;
  readonly month: CronField;
  readonly weekday: CronField;
}

/** Any cron pattern, often of every day. */
export const anyCron: fc.Arbitrary<CronFields> = fc
  .record({
    minute: anyField(0, 59),
    hour: anyField(0, 23),
    monthDay: mostlyWhole(1, 31),
    month: mostlyWhole(1, 12),
    weekday: mostlyWhole(0, 6),
  })
  .map((fields) => ({
    ...fields,
    text: [fields.minute, fields.hour, fields.monthDay, fields.month, fields.weekday]
      .map(({ text }) => text)
      .join(' '),
  }));

function mostlyWhole(from: number, to: number): fc.Arbitrary<CronField> {
  const all = fc.constant({ text: '*', values: stepped(from, to, 1) });
  return fc.oneof({ weight: 1, arbitrary: anyField(from, to) }, { weight: 2, arbitrary: all });
}
