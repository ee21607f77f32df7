import { expect, it } from 'vitest';
import { speakerOf } from '../../../src/platform/slack/context.ts';

/** A workspace where everybody manages whatever is asked for. */
const workspaceOf = (id: string | null) => ({
  id,
  homeOf: (name: string) => Promise.resolve({ manages: true, name, language: null, zone: null }),
  languageOf: () => Promise.resolve(null),
});

it.each([
  ['T1', 'T1/C2', true],
  ['T1', 'T1/D1', true],
  ['T1', 'T1/D2', false],
  ['T1', 'T2/C2', false],
  ['T1', 'T10/C2', false],
  ['T1', 'C2', false],
  [null, 'C2', true],
  [null, 'T1/C2', false],
])('who speaks in %s may manage %s: %s', async (id, channel, manages) => {
  const { homeOf } = await speakerOf(
    { workspace: workspaceOf(id), turn: { again: false } },
    'D1',
    null,
    'U1',
  );
  expect((await homeOf(channel)).manages).toBe(manages);
});
