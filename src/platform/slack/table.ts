import type { types } from '@slack/bolt';
import type { FigureRow } from '../../card/card.ts';
import { languageOf, type LanguageCode } from '../../language/index.ts';
import { limits } from './limits.ts';
import { clean, oneLine } from './text.ts';

/** What stands in a cell that has nothing to say: Slack refuses one without a character. */
const nothing = '–';

/** Values up to this long stay on one line: wrapped, 77億8,800万ドル would break within the amount. */
const wholeValue = 24;

/**
 * Figures as a table: label, value and, where any has them, its comparisons. Null where Slack's limits on tables do not
 * hold all of them, and for a single figure, which reads better on its own.
 */
export function tableOf(rows: readonly FigureRow[], lang: LanguageCode): types.TableBlock | null {
  const lines = rows.map(lineOf).filter((line) => line.some((text) => text !== ''));
  const compared = lines.some(([, , third]) => third !== '');
  const { figure, value, comparison } = languageOf(lang).wording.figureTable;
  const all = [[figure, value, comparison], ...lines].map((line) =>
    line.slice(0, compared ? 3 : 2).map((text) => (text === '' ? nothing : text)),
  );
  if (lines.length < 2 || all.length > limits.tableRows) return null;
  if (all.flat().join('').length > limits.tableText) return null;
  if (all.flat().some((text) => text.length > limits.text)) return null;
  return {
    type: 'table',
    column_settings: [
      { is_wrapped: true },
      { align: 'right', is_wrapped: lines.some(([, text]) => text.length > wholeValue) },
      ...(compared ? [{ is_wrapped: true }] : []),
    ],
    rows: all.map((line) => line.map(cellOf)),
  };
}

function lineOf({ label, value, details }: FigureRow): [string, string, string] {
  const clauses = details.map(oneLine).filter((clause) => clause !== '');
  return [oneLine(label), oneLine(value), clean(clauses.join('\n'))];
}

/** Rich text, whose texts Slack shows as they are; raw_text cells were answered with errors of Slack's own. */
function cellOf(text: string): types.RichTextBlock {
  const element = { type: 'rich_text_section', elements: [{ type: 'text', text }] } as const;
  return { type: 'rich_text', elements: [{ ...element, elements: [...element.elements] }] };
}
