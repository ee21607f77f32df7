import { expect, it } from 'vitest';
import { readButton } from '../../../src/platform/slack/button.ts';
import { render } from '../../../src/platform/slack/render.ts';
import { sampleCard, subject } from '../contract.ts';

it('reads back what the buttons of a rendered card say', () => {
  const { blocks } = render(sampleCard());
  const buttons = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  const read = buttons.map((button) =>
    button.type === 'button' ? readButton(button.action_id ?? '', button.value ?? '') : null,
  );
  expect(read).toEqual([
    { action: 'ask', value: 'meta/2023-q2', subject },
    { action: 'post', value: 'meta/2023-q2', subject },
  ]);
});

it.each([
  ['others:ask:0', '{"value":"x","subject":null}'],
  ['kawaraban:ask', '{"value":"x","subject":null}'],
  ['kawaraban:ask:0', 'x'],
  ['kawaraban:ask:0', '{"value":1,"subject":null}'],
])('takes %s with %s for no button of ours', (id, value) => {
  expect(readButton(id, value)).toBeNull();
});
