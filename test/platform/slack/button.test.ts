import { describe, expect, it } from 'vitest';
import type { Block, Button, Card } from '../../../src/card/card.ts';
import { readAction, readButton } from '../../../src/platform/slack/button.ts';
import { render } from '../../../src/platform/slack/render.ts';
import { sampleCard, subject } from '../contract.ts';
import { cardOf, complaintsOf } from './cards.ts';

const button = (action: Button['action'], more: Partial<Button> = {}): Button => ({
  action,
  label: action,
  value: 'meta/2023-q2',
  ...more,
});
const rare = (action: Button['action'], value = 'meta/2023-q2') =>
  button(action, { rare: true, value });
const of = (buttons: readonly Button[], blocks: readonly Block[] = []) => ({
  ...cardOf(blocks),
  buttons,
});
const elementsOf = (some: Card) =>
  render(some).blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
const typesOf = (some: Card) => elementsOf(some).map(({ type }) => type);

it('reads back what the buttons of a rendered card say', () => {
  const read = elementsOf(sampleCard()).map((element) =>
    element.type === 'button' ? readButton(element.action_id ?? '', element.value ?? '') : null,
  );
  expect(read).toEqual([
    { action: 'ask', value: 'meta/2023-q2', subject },
    { action: 'post', value: 'meta/2023-q2', subject },
  ]);
});

it('reads an option of a menu as the button it was, as the press of a menu arrives', () => {
  const value = 'meta/2023-q2';
  const buttons = [rare('sources'), rare('report', '')];
  for (const about of [subject, null]) {
    const read = elementsOf({ ...sampleCard(), subject: about, buttons }).flatMap((menu) =>
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

describe('buttons on Slack', () => {
  it('stand in a menu after the others where they are rare', () => {
    const some = of([rare('sources'), button('ask'), rare('history')]);
    expect(typesOf(some)).toEqual(['button', 'overflow']);
    expect(elementsOf(some)[1]).toMatchObject({
      options: [{ text: { text: 'sources' } }, { text: { text: 'history' } }],
    });
    expect(complaintsOf(some)).toEqual([]);
  });

  it('stand as buttons where a menu would hold one, or does not hold them', () => {
    expect(typesOf(of([button('ask'), rare('sources')]))).toEqual(['button', 'button']);
    const long = [rare('sources', 'v'.repeat(140)), rare('history'), rare('report')];
    expect(typesOf(of(long))).toEqual(['button', 'overflow']);
    const seven = Array.from({ length: 7 }, (_, at) => rare('show', `${at}`));
    expect(typesOf(of(seven))).toEqual(['button', 'button', 'overflow']);
    expect(complaintsOf(of(seven))).toEqual([]);
  });

  it('are left out where Slack does not take their value, rather than dead', () => {
    expect(typesOf(of([button('show', { value: 'v'.repeat(2000) }), button('ask')]))).toEqual([
      'button',
    ]);
  });

  it('stand where the card has them, each id once in the message', () => {
    const inner: Block = { type: 'buttons', buttons: [button('show'), button('show')] };
    const some = of([button('show')], [{ type: 'divider' }, inner, { type: 'divider' }]);
    expect(render(some).blocks.map(({ type }) => type)).toEqual([
      'header',
      'divider',
      'actions',
      'divider',
      'actions',
    ]);
    expect(new Set(elementsOf(some).map(({ action_id: id }) => id)).size).toBe(3);
  });
});
