import { detectLanguage } from '../../language/index.ts';
import { type Markup, markup } from './markup.ts';
import { cardWords } from './words.ts';

/** A button of a menu: what it says, and what a press of it means; null for one that is not ours. */
export interface MenuItem {
  readonly label: string;
  readonly press: { readonly action: string; readonly value: string } | null;
}

/** Buttons behind a "…" that opens with a click or a key; `kind` is the class of the button that opens it. */
export function menuHtml(items: readonly MenuItem[], kind: string): Markup {
  const lang = detectLanguage(items[0]?.label ?? '');
  return markup`<details class="menu"><summary class="${kind}" aria-label="${cardWords[lang].more}" lang="${lang}">…</summary><div class="menu-items">${items.map(itemHtml)}</div></details>`;
}

function itemHtml({ label, press }: MenuItem): Markup {
  return markup`<button type="button" class="menu-item"${pressHtml(press)} lang="${detectLanguage(label)}">${label}</button>`;
}

/** What the page's script reads of a button that was pressed. */
export function pressHtml(press: MenuItem['press']): Markup | null {
  return press === null ? null : markup` data-action="${press.action}" data-value="${press.value}"`;
}
