import type { Button, Card } from '../../card/card.ts';
import { shortenText } from '../../card/split.ts';
import { packPress } from './custom-id.ts';
import { oneLine } from './escape.ts';
import { limits } from './limits.ts';
import type { ActionRow, ButtonComponent } from './payload.ts';

/** The rows of a card's buttons: those under its last message, and those among its blocks by what they are made of. */
export interface Rows {
  readonly foot: readonly ActionRow[];
  readonly of: (buttons: readonly Button[]) => readonly ActionRow[];
}

/**
 * Rows of five; the rare buttons of a card stand in rows after the others, and what is beyond five rows is left out.
 * So is a button whose value does not fit into a custom_id, or that stands there already: Discord refuses one twice.
 */
export function rowsOf(card: Card): Rows {
  const known = new Set<string>();
  const revision = card.subject?.revision ?? null;
  const draw = (buttons: readonly Button[], lead: boolean): ButtonComponent[] => {
    const shown: ButtonComponent[] = [];
    for (const button of buttons) {
      const id = packPress('press', button, revision);
      if (id === null || known.has(id)) continue;
      known.add(id);
      shown.push(component(button, id, lead && shown.length === 0));
    }
    return shown;
  };
  const common = card.buttons.filter(({ rare }) => rare !== true);
  const rare = card.buttons.filter((button) => button.rare === true);
  const foot = [...inRows(draw(common, true)), ...inRows(draw(rare, false))];
  return { foot: foot.slice(0, limits.rows), of: (buttons) => inRows(draw(buttons, false)) };
}

function component({ label }: Button, id: string, first: boolean): ButtonComponent {
  const shown = shortenText(oneLine(label), limits.buttonLabel);
  return { type: 2, style: first ? 1 : 2, label: shown === '' ? '…' : shown, custom_id: id };
}

function inRows(buttons: readonly ButtonComponent[]): ActionRow[] {
  const starts = buttons
    .map((_, index) => index)
    .filter((index) => index % limits.rowButtons === 0);
  return starts.map((start) => ({
    type: 1,
    components: buttons.slice(start, start + limits.rowButtons),
  }));
}
