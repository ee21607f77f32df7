import type { Digest } from '../digest/digest.ts';
import { latestFirst, periodLength } from '../digest/period.ts';
import type { Figure } from '../figure/figure.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { metricIds } from '../metrics.ts';
import { isLoss, resultText } from './amount.ts';
import { languagesOf } from './buttons.ts';
import type { Block, Card, CardLanguage, FigureRow, Panel } from './card.ts';
import { barOf, chartOf, mostPanels, pictureBlocks } from './chart.ts';
import { computedChangeText } from './computed.ts';
import { companyText, labelText, periodText, sourceText } from './naming.ts';
import { divided } from './parts.ts';

/** A figure with the digest it is from. */
interface Cell {
  readonly digest: Digest;
  readonly figure: Figure;
}

/** Why two figures cannot be held against each other. */
type Mismatch = 'accounting' | 'unit' | 'length' | 'bound';

/**
 * The card of two or more digests side by side: what each says of the metrics that several of them have. Periods of
 * one company stand in their order, with the change from one to the last, computed; where accounting, unit or
 * the length of the periods differ, the values stand alone and the card says why.
 */
export function comparisonCard(
  digests: readonly Digest[],
  { language }: { readonly language: CardLanguage },
): Card {
  const isOneCompany = new Set(digests.map(({ company }) => company.slug)).size === 1;
  const ordered = isOneCompany
    ? digests.toSorted((a, b) => latestFirst(b.period, a.period))
    : digests;
  const langs = languagesOf(language);
  const last = ordered.at(-1);
  return {
    language,
    title: langs.map((lang) => titleOf(ordered, isOneCompany, lang)).join(' / '),
    blocks: divided(langs.map((lang) => partOf(ordered, isOneCompany, lang))),
    buttons: [],
    subject: last ? { digest: last.id, revision: last.revision } : null,
  };
}

function titleOf(digests: readonly Digest[], isOneCompany: boolean, lang: LanguageCode): string {
  const { wording } = languageOf(lang);
  const [first] = digests;
  const names = digests.map((digest) => columnText(digest, isOneCompany, digests, lang));
  const list = listOf(names, lang);
  const company = isOneCompany && first ? companyText(first.company, lang) : null;
  return company === null
    ? fillBlanks(wording.card.comparisonOfCompanies, { list })
    : fillBlanks(wording.card.comparisonOfPeriods, { company, list });
}

/** A and B; A, B, and C. Of two Japanese says と, which Intl's list does not know. */
function listOf(names: readonly string[], lang: LanguageCode): string {
  const [first, second] = names;
  return names.length === 2 && first !== undefined && second !== undefined
    ? fillBlanks(languageOf(lang).wording.card.pair, { first, second })
    : new Intl.ListFormat(lang, { type: 'conjunction' }).format(names);
}

/** What tells a digest from the others: its period, its company, or both. */
function columnText(
  { company, period }: Digest,
  isOneCompany: boolean,
  digests: readonly Digest[],
  lang: LanguageCode,
): string {
  const when = periodText(period, lang, company);
  if (isOneCompany) return when;
  const name = companyText(company, lang);
  const isOnePeriod = new Set(digests.map((digest) => digest.period)).size === 1;
  return isOnePeriod ? name : fillBlanks(languageOf(lang).wording.qualified, { name, parts: when });
}

function partOf(digests: readonly Digest[], isOneCompany: boolean, lang: LanguageCode): Block[] {
  const cells = rowsOf(digests, isOneCompany);
  const rows = cells.map((row) => rowOf(row, isOneCompany, digests, lang));
  const panels = cells.flatMap((row) => panelOf(row, isOneCompany, digests, lang));
  const chart = chartOf(
    titleOf(digests, isOneCompany, lang),
    panels.slice(0, mostPanels),
    digests,
    lang,
  );
  const { card } = languageOf(lang).wording;
  return [
    rows.length === 0
      ? { type: 'text', lang, text: card.nothingShared }
      : { type: 'figures', lang, rows },
    ...pictureBlocks(chart, lang),
    ...digests.flatMap(({ sources }) =>
      sources.map((source): Block => ({ type: 'note', lang, text: sourceText(source, lang) })),
    ),
  ];
}

/** The figures that two digests or more have of one thing; segments are of one company alone. */
function rowsOf(digests: readonly Digest[], isOneCompany: boolean): (readonly Cell[])[] {
  const cells = digests.flatMap((digest) =>
    digest.figures
      .filter(
        ({ basis, period, range, segment }) =>
          basis === 'actual' &&
          period === digest.period &&
          range === null &&
          (isOneCompany || segment === null),
      )
      .map((figure): Cell => ({ digest, figure })),
  );
  return [
    ...Map.groupBy(cells, ({ figure }) => `${figure.metric}/${figure.segment ?? ''}`).values(),
  ]
    .map(oneEach)
    .filter((row) => row.length > 1)
    .toSorted(byCatalogue);
}

/** One figure a digest: of GAAP and adjusted twins the one whose accounting the others have too. */
function oneEach(cells: readonly Cell[]): readonly Cell[] {
  const byDigest = [...Map.groupBy(cells, ({ digest }) => digest).values()];
  const shared = [null, 'gaap', 'adjusted'].find((accounting) =>
    byDigest.every((each) => each.some(({ figure }) => figure.accounting === accounting)),
  );
  return byDigest.flatMap((each) => {
    const [first] = each;
    const same = each.find(({ figure }) => figure.accounting === shared) ?? first;
    return same ? [same] : [];
  });
}

function rowOf(
  cells: readonly Cell[],
  isOneCompany: boolean,
  digests: readonly Digest[],
  lang: LanguageCode,
): FigureRow {
  const { wording } = languageOf(lang);
  const values = cells.map(({ figure }) => resultText(figure, lang, figure.metric));
  const named = cells.map(
    ({ digest }, at) => `${columnText(digest, isOneCompany, digests, lang)} ${values[at] ?? ''}`,
  );
  const { figure } = lastOf(cells);
  const mismatch = mismatchOf(cells);
  const missing = isOneCompany && cells.length < digests.length;
  return {
    label: rowLabel(cells, lang),
    value: isOneCompany && !missing ? values.join(' → ') : named.join(' / '),
    details:
      mismatch === null
        ? isOneCompany
          ? changesOf(cells, lang)
          : []
        : [fillBlanks(wording.card.notComparable, { reason: wording.card.mismatches[mismatch] })],
    verdict: mismatch === null ? null : 'not_comparable',
    figure: figure.id,
    quote: figure.quote,
  };
}

function lastOf(cells: readonly Cell[]): Cell {
  const last = cells.at(-1);
  if (!last) throw new Error('a row without figures');
  return last;
}

function rowLabel(cells: readonly Cell[], lang: LanguageCode): string {
  const { digest, figure } = lastOf(cells);
  return labelText(
    { ...figure, accounting: sharedAccounting(cells), company: null },
    digest.company,
    lang,
    cells.some((cell) => isLoss(cell.figure, lang, cell.figure.metric)),
    digest.period,
  );
}

/** The row as bars, where its figures can be held against each other. */
function panelOf(
  cells: readonly Cell[],
  isOneCompany: boolean,
  digests: readonly Digest[],
  lang: LanguageCode,
): Panel[] {
  if (mismatchOf(cells) !== null) return [];
  const bars = cells.map(({ digest, figure }, at) =>
    barOf(
      isOneCompany && at < cells.length - 1 ? 'before' : 'actual',
      columnText(digest, isOneCompany, digests, lang),
      figure,
      digest,
      lang,
    ),
  );
  return [{ title: rowLabel(cells, lang), note: '', bars }];
}

function sharedAccounting(cells: readonly Cell[]): Figure['accounting'] {
  const [first] = cells;
  return first && cells.every(({ figure }) => figure.accounting === first.figure.accounting)
    ? first.figure.accounting
    : null;
}

/** What keeps the figures of a row from being compared: the first thing that differs. */
function mismatchOf(cells: readonly Cell[]): Mismatch | null {
  const differs = (of: (cell: Cell) => string | number | null) => new Set(cells.map(of)).size > 1;
  if (differs(({ digest }) => periodLength(digest.period))) return 'length';
  if (differs(({ figure }) => figure.accounting)) return 'accounting';
  if (differs(({ figure }) => figure.unit)) return 'unit';
  return cells.some(({ figure }) => figure.bound === 'over' || figure.bound === 'under')
    ? 'bound'
    : null;
}

/** How far the last figure is from the first. */
function changesOf(cells: readonly Cell[], lang: LanguageCode): string[] {
  const [first, last] = [cells[0]?.figure, cells.at(-1)?.figure];
  const text = first && last ? computedChangeText(last, first, lang) : null;
  return text === null ? [] : [fillBlanks(languageOf(lang).wording.card.computed, { text })];
}

/** The company's own figures first, in the catalogue's order. */
function byCatalogue(a: readonly Cell[], b: readonly Cell[]): number {
  return placeOf(a) - placeOf(b);
}

function placeOf([cell]: readonly Cell[]): number {
  if (!cell) return 0;
  const { segment, metric } = cell.figure;
  return (segment === null ? 0 : metricIds.length) + metricIds.indexOf(metric);
}
