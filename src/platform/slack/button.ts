import type { types } from '@slack/bolt';
import type { Button, Subject } from '../../card/card.ts';
import { actionPrefix } from './ids.ts';
import { limits } from './limits.ts';
import { groups } from './groups.ts';
import { ButtonValue, OptionValue, parseJson, type PressedElement } from './schema.ts';
import { label } from './text.ts';

/** What a pressed button says: what to do, with which value, and what its card is about. */
export interface SlackPress {
  readonly action: string;
  readonly value: string;
  readonly subject: Subject | null;
}

/** The name of the menu in an action_id; no button's action is called so. */
const menuAction = 'more';

/**
 * The buttons in their rows, the rare ones in a menu at the end; what does not fit into the menu stands as a button.
 * `count` gives a number that no other button of the message or view has: Slack wants every action_id once.
 */
export function actionsOf(
  list: readonly Button[],
  subject: Subject | null,
  count: () => number,
): types.ActionsBlock[] {
  const menu = menuOf(list, subject);
  const shown = list
    .filter((button) => !menu.includes(button))
    .map((button) => buttonOf(button, subject, count()))
    .filter(({ value = '' }) => value.length <= limits.buttonValue); // else it would be dead
  const elements = menu.length === 0 ? shown : [...shown, overflowOf(menu, subject, count())];
  return groups(elements, limits.actions).map((row) => ({ type: 'actions', elements: row }));
}

/** What the press of a block_actions payload says; null for one that is not ours. */
export function readAction(action: PressedElement): SlackPress | null {
  return readButton(action.action_id, action.value ?? action.selected_option?.value ?? '');
}

/** The press of a button, or of an option of a menu, with this action_id and value; null for one that is not ours. */
export function readButton(id: string, value: string): SlackPress | null {
  const [, action] = new RegExp(`^${actionPrefix}(\\w+):\\d+$`).exec(id) ?? [];
  if (action === menuAction) return readOption(value);
  const carried = parseJson(ButtonValue, value);
  return action === undefined || carried === null ? null : { action, ...carried };
}

function readOption(value: string): SlackPress | null {
  const [action, of, digest, revision] = parseJson(OptionValue, value) ?? [];
  if (action === undefined || of === undefined) return null;
  if (typeof digest === 'number')
    return { action, value: of, subject: { digest: of, revision: digest } };
  const subject = digest === undefined || revision === undefined ? null : { digest, revision };
  return { action, value: of, subject };
}

/** The rare buttons that a menu holds; a menu of one would only hide it. */
function menuOf(list: readonly Button[], subject: Subject | null): readonly Button[] {
  const fitting = list
    .filter(({ rare }) => rare === true)
    .filter((button) => optionValue(button, subject).length <= limits.optionValue)
    .slice(0, limits.overflow);
  return fitting.length > 1 ? fitting : [];
}

function buttonOf(button: Button, subject: Subject | null, index: number): types.Button {
  const value: ButtonValue = { value: button.value, subject };
  return {
    type: 'button',
    action_id: `${actionPrefix}${button.action}:${index}`,
    text: label(button.label, limits.buttonText),
    value: JSON.stringify(value),
  };
}

function overflowOf(
  menu: readonly Button[],
  subject: Subject | null,
  index: number,
): types.Overflow {
  return {
    type: 'overflow',
    action_id: `${actionPrefix}${menuAction}:${index}`,
    options: menu.map((button) => ({
      text: label(button.label, limits.optionText),
      value: optionValue(button, subject),
    })),
  };
}

/** What an option says of itself, in few characters: a button's value with its names would soon be too long. */
function optionValue({ action, value }: Button, subject: Subject | null): string {
  return JSON.stringify(saidOf(action, value, subject));
}

function saidOf(action: string, value: string, subject: Subject | null): OptionValue {
  if (subject === null) return [action, value];
  const { digest, revision } = subject;
  return digest === value ? [action, value, revision] : [action, value, digest, revision];
}
