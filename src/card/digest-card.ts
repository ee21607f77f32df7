import type { Digest } from '../digest/digest.ts';
import type { Figure } from '../figure/figure.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks } from '../language/wording.ts';
import { digestButtons, languagesOf } from './buttons.ts';
import type { Block, Card, CardLanguage, FigureRow } from './card.ts';
import { evidenceBlocks } from './evidence-blocks.ts';
import { figureGroups, headlineFigures } from './figure-groups.ts';
import { figureRow } from './figure-row.ts';
import { companyText, sourceText, titlePeriodText } from './naming.ts';
import { notedBlocks } from './noted-blocks.ts';
import { digestChart, pictureBlocks } from './chart.ts';
import { divided } from './parts.ts';
import { statementBlocks } from './statement-blocks.ts';
import { withdrawalBlocks } from './withdrawal.ts';

/** How much of a digest a card tells: three lines, the results with what surrounds them, or all with its quotes. */
export type Form = 'headline' | 'standard' | 'full';

/** How many figures the headline form shows. */
const headlineRows = 3;

/** The card of a digest in a language or in both (one part after the other, from the same figures). */
export function digestCard(
  digest: Digest,
  options: {
    readonly language: CardLanguage;
    readonly form: Form;
    /** Other digests, of which the company's earlier ones make a trend. */
    readonly history?: readonly Digest[];
  },
): Card {
  const { language, form, history = [] } = options;
  const langs = languagesOf(language);
  const subject = { digest: digest.id, revision: digest.revision };
  const parts = langs.map((lang) => partBlocks(digest, lang, form, history));
  const evidence = form === 'full' ? evidenceBlocks(digest, langs) : [];
  const banner = digest.withdrawn ? [withdrawalBlocks(digest.withdrawn, langs)] : [];
  return {
    language,
    title: langs.map((lang) => digestTitle(digest, lang)).join(' / '),
    blocks: divided([...banner, ...parts, ...(evidence.length > 0 ? [evidence] : [])]),
    buttons: digestButtons(subject, language),
    subject,
  };
}

/** One line: メタ 2023年第2四半期（4〜6月期）決算; 【撤回】 before it where the digest was withdrawn. */
export function digestTitle(digest: Digest, lang: LanguageCode): string {
  const { card } = languageOf(lang).wording;
  const title = fillBlanks(card.title, {
    company: companyText(digest.company, lang),
    period: titlePeriodText(digest.period, lang, digest.company),
  });
  return digest.withdrawn ? fillBlanks(card.withdrawalTitle, { title }) : title;
}

function partBlocks(
  digest: Digest,
  lang: LanguageCode,
  form: Form,
  history: readonly Digest[],
): Block[] {
  if (form === 'headline') return headlineBlocks(digest, lang);
  return [
    ...figureBlocks(digest, lang, form, history),
    ...statementBlocks(digest, lang),
    ...notedBlocks(digest, lang, form === 'full'),
    ...notes(lang, [
      ...digest.sources.map((source) => sourceText(source, lang, form === 'full')),
      ...consensusLine(digest.figures, lang),
      ...(form === 'full' ? [languageOf(lang).wording.card.notAdvice] : []),
    ]),
  ];
}

function headlineBlocks(digest: Digest, lang: LanguageCode): Block[] {
  const figures = headlineFigures(digest).slice(0, headlineRows);
  if (figures.length === 0) return emptyBlocks(lang);
  const rows = figures.map((figure) => figureRow(figure, digest, lang));
  return [{ type: 'figures', lang, rows }, ...notes(lang, consensusLine(figures, lang))];
}

function figureBlocks(
  digest: Digest,
  lang: LanguageCode,
  form: Form,
  history: readonly Digest[],
): Block[] {
  const words = languageOf(lang).wording.card;
  const groups = figureGroups(digest, form === 'full');
  if (groups.length === 0) return emptyBlocks(lang);
  return groups.flatMap(({ heading, figures }) => [
    { type: 'heading', lang, text: words[heading] },
    { type: 'figures', lang, rows: rowsOf(figures, digest, lang) },
    ...(heading === 'figures' ? chartBlocks(digest, lang, history) : []),
  ]);
}

/** The rows of some figures; those of one name are told apart by the article's own words where those differ. */
function rowsOf(figures: readonly Figure[], digest: Digest, lang: LanguageCode): FigureRow[] {
  const rows = figures.map((figure) => ({ figure, row: figureRow(figure, digest, lang) }));
  const twins = Map.groupBy(rows, ({ row }) => row.label);
  return rows.map(({ figure, row }) => {
    const own = twins.get(row.label) ?? [];
    const words = new Set(own.map((each) => each.figure.label));
    if (words.size < 2 || figure.label === '') return row;
    const label = fillBlanks(languageOf(lang).wording.qualified, {
      name: row.label,
      parts: figure.label,
    });
    return { ...row, label };
  });
}

function chartBlocks(digest: Digest, lang: LanguageCode, history: readonly Digest[]): Block[] {
  return pictureBlocks(digestChart(digest, history, digestTitle(digest, lang), lang), lang);
}

function emptyBlocks(lang: LanguageCode): Block[] {
  return [{ type: 'text', lang, text: languageOf(lang).wording.card.noFigures }];
}

/** That forecasts are the source's word, never ours, where there are any. */
export function consensusLine(figures: readonly Figure[], lang: LanguageCode): string[] {
  const stated = figures.some(
    ({ basis, comparisons }) =>
      basis === 'consensus' || comparisons.some(({ kind }) => kind === 'consensus'),
  );
  return stated ? [languageOf(lang).wording.card.consensusSource] : [];
}

function notes(lang: LanguageCode, lines: readonly string[]): Block[] {
  return lines.map((text) => ({ type: 'note', lang, text }));
}
