import { raw } from 'hono/html';
import type { Block, Button, Card, FigureRow, Picture, Theme } from '../../card/card.ts';
import { pictureName } from '../../card/pictures.ts';
import { detectLanguage, languageOf, type LanguageCode } from '../../language/index.ts';
import { cardStyles } from './assets.ts';
import { type Markup, markup } from './markup.ts';
import { menuHtml, type MenuItem, pressHtml } from './menu.ts';
import { cardWords, fill } from './words.ts';

/** Where a card stands on its page: the rank of its title, and ids that no other card has. */
export interface Setting {
  readonly level: 1 | 2 | 3;
  /** Prefix of the ids in the card's HTML; the title's id is `${id}-title`. */
  readonly id: string;
  /** Where a picture's PNG is, by its name in the card; null leaves it out. */
  readonly picture: (name: string, theme: Theme) => string | null;
}

/** A card as HTML: title, blocks in order, buttons last; every text escaped. */
export function cardHtml(card: Card, setting: Setting): Markup {
  return markup`<div class="card">
${cardTitle(card, setting)}
${card.blocks.map((block) =>
  block.type === 'picture' ? pictureHtml(card, block, setting) : blockHtml(block, setting),
)}
${buttonsHtml(card.buttons, 'first')}
</div>`;
}

/** A card as a whole HTML document of its own, styles included, without its buttons; `picture` gives data: URLs. */
export function cardDocument(card: Card, picture: Setting['picture'] = () => null): string {
  const page = markup`<!doctype html>
<html lang="${titleLanguage(card)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark">
<title>${card.title}</title>
<style>${raw(cardStyles)}</style>
</head>
<body class="document">
<main>${cardHtml(withoutButtons(card), { level: 1, id: 'card', picture })}</main>
</body>
</html>
`;
  return page.toString();
}

function withoutButtons(card: Card): Card {
  return { ...card, blocks: card.blocks.filter(({ type }) => type !== 'buttons'), buttons: [] };
}

/** The language of a card's title: the card's own, or the one its letters show. */
export function titleLanguage(card: Card): LanguageCode {
  return card.language === 'both' ? detectLanguage(card.title) : card.language;
}

function cardTitle(card: Card, { level, id }: Setting): Markup {
  return heading(level, card.title, titleLanguage(card), 'card-title', `${id}-title`);
}

/** A heading of a rank from 1 to 4. Template holes cannot stand for a tag's name, so each is written out. */
export function heading(
  level: number,
  text: string | readonly (string | Markup)[],
  lang: LanguageCode,
  kind: string,
  id: string | null = null,
): Markup {
  const name = id === null ? '' : markup` id="${id}"`;
  switch (level) {
    case 1:
      return markup`<h1 class="${kind}" lang="${lang}"${name}>${text}</h1>`;
    case 2:
      return markup`<h2 class="${kind}" lang="${lang}"${name}>${text}</h2>`;
    case 3:
      return markup`<h3 class="${kind}" lang="${lang}"${name}>${text}</h3>`;
    default:
      return markup`<h4 class="${kind}" lang="${lang}"${name}>${text}</h4>`;
  }
}

/** The picture for the page's light or dark look; its words are the alt text. */
function pictureHtml(card: Card, picture: Picture, setting: Setting): Markup | null {
  const name = pictureName(card, picture);
  const [light, dark] = [setting.picture(name, 'light'), setting.picture(name, 'dark')];
  if (light === null || dark === null) return null;
  return markup`<picture class="card-picture"><source srcset="${dark}" media="(prefers-color-scheme: dark)"><img src="${light}" alt="${picture.alt}" lang="${picture.lang}"></picture>`;
}

function blockHtml(block: Exclude<Block, Picture>, setting: Setting): Markup | null {
  switch (block.type) {
    case 'heading':
      return heading(setting.level + 1, block.text, block.lang, 'card-heading');
    case 'text':
      return markup`<p class="card-text" lang="${block.lang}">${block.text}</p>`;
    case 'figures':
      return figuresHtml(block.rows, block.lang);
    case 'list':
      return markup`<ul class="card-list" lang="${block.lang}">${block.items.map((item) => markup`<li>${item}</li>`)}</ul>`;
    case 'quote':
      return markup`<blockquote class="card-quote" lang="${block.lang}"><p>${block.text}</p></blockquote>`;
    case 'note':
      return markup`<p class="card-note" lang="${block.lang}">${block.text}</p>`;
    case 'buttons':
      return buttonsHtml(block.buttons, 'inner');
    case 'divider':
      return markup`<hr class="card-rule">`;
    default:
      return block satisfies never;
  }
}

/** Roles are spelt out because the rows are laid out as a grid, which hides a table from some screen readers. */
function figuresHtml(rows: readonly FigureRow[], lang: LanguageCode): Markup {
  const says = cardWords[lang];
  const { figure, value, comparison } = languageOf(lang).wording.figureTable;
  const head = [figure, value, comparison];
  return markup`<table class="figures" role="table" lang="${lang}">
<caption class="unseen">${says.figures}</caption>
<thead class="unseen" role="rowgroup"><tr role="row">${head.map((name) => markup`<th role="columnheader" scope="col">${name}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map((row) => rowHtml(row, lang))}</tbody>
</table>`;
}

function rowHtml(row: FigureRow, lang: LanguageCode): Markup {
  return markup`<tr role="row" data-figure="${row.figure}">
<th role="rowheader" scope="row" class="figure-label">${row.label}</th>
<td role="cell" class="figure-value">${row.value}</td>
<td role="cell" class="figure-details">${detailsHtml(row, lang)}${sourceHtml(row, lang)}</td>
</tr>`;
}

/** The clauses of a row; the one that says beat or miss is marked, and added where none says it. */
function detailsHtml(row: FigureRow, lang: LanguageCode): Markup | null {
  const { verdict } = row;
  const verdictWords = verdict === null ? null : cardWords[lang].verdicts[verdict];
  const said = row.details.findIndex(
    (detail) => verdictWords !== null && saysVerdict(detail, verdictWords),
  );
  const clauses = said >= 0 || verdictWords === null ? row.details : [...row.details, verdictWords];
  if (clauses.length === 0) return null;
  const marked = said >= 0 ? said : row.details.length;
  const items = clauses.map((clause, at) =>
    verdict !== null && at === marked
      ? markup`<li class="verdict" data-verdict="${verdict}">${clause}</li>`
      : markup`<li>${clause}</li>`,
  );
  return markup`<ul role="list">${items}</ul>`;
}

/** A clause says the verdict when it carries its symbol (▲, ▼, =), or its words where it has no symbol. */
function saysVerdict(clause: string, verdictWords: string): boolean {
  const symbol = /^[^\p{L}\s]/u.exec(verdictWords)?.[0] ?? verdictWords;
  return clause.normalize('NFKC').toLowerCase().includes(symbol.toLowerCase());
}

function sourceHtml(row: FigureRow, lang: LanguageCode): Markup | null {
  if (row.quote === '') return null;
  const says = cardWords[lang];
  return markup`<details class="figure-source">
<summary aria-label="${fill(says.sourceOf, { label: row.label })}">${says.source}</summary>
<blockquote lang="${detectLanguage(row.quote)}">${row.quote}</blockquote>
</details>`;
}

/** The first button of a card is the one it is about; the rare ones stand in a menu. */
function buttonsHtml(buttons: readonly Button[], where: 'first' | 'inner'): Markup | null {
  if (buttons.length === 0) return null;
  const rare = buttons.filter((button) => button.rare === true);
  const common = buttons.filter((button) => button.rare !== true);
  const shown = common.map((button, at) => buttonHtml(button, at === 0 && where === 'first'));
  const menu = rare.length === 0 ? null : menuHtml(rare.map(itemOf), 'button more');
  return markup`<div class="${where === 'first' ? 'card-buttons' : 'card-buttons inner'}">${shown}${menu}</div>`;
}

function buttonHtml({ action, label, value }: Button, first: boolean): Markup {
  return markup`<button type="button" class="${first ? 'button first' : 'button'}"${pressHtml({ action, value })} lang="${detectLanguage(label)}">${label}</button>`;
}

function itemOf({ action, label, value }: Button): MenuItem {
  return { label, press: { action, value } };
}
