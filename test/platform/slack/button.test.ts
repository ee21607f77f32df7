import { expect, it } from 'vitest';
import { readAction, readButton } from '../../../src/platform/slack/button.ts';
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

it('reads an option of a menu as the button it was, as the press of a menu arrives', () => {
  const value = 'meta/2023-q2';
  const rare = [
    { action: 'sources', label: '出典', value, rare: true },
    { action: 'report', label: '数字が違う?', value: '', rare: true },
  ] as const;
  for (const about of [subject, null]) {
    const { blocks } = render({ ...sampleCard(), subject: about, buttons: rare });
    const menus = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    const read = menus.flatMap((menu) =>
      menu.type === 'overflow'
        ? menu.options.map(({ value: option = '' }) =>
            readAction({ action_id: menu.action_id ?? '', selected_option: { value: option } }),
          )
        : [],
    );
    expect(read).toEqual([
      { action: 'sources', value, subject: about },
      { action: 'report', value: '', subject: about },
    ]);
  }
});

it.each([
  ['kawaraban:more:0', '["sources"]'],
  ['kawaraban:more:0', '["sources","x","meta/2023-q2"]'],
  ['others:ask:0', '{"value":"x","subject":null}'],
  ['kawaraban:ask', '{"value":"x","subject":null}'],
  ['kawaraban:ask:0', 'x'],
  ['kawaraban:ask:0', '{"value":1,"subject":null}'],
])('takes %s with %s for no button of ours', (id, value) => {
  expect(readButton(id, value)).toBeNull();
});
