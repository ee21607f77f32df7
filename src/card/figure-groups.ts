import type { Digest } from '../digest/digest.ts';
import type { Figure } from '../figure/figure.ts';
import type { CardWording } from '../language/wording.ts';
import { metricIds } from '../metrics.ts';

/** Figures that stand together on a card, under a heading. */
interface FigureGroup {
  readonly heading: keyof Pick<
    CardWording,
    'figures' | 'guidance' | 'consensus' | 'otherPeriods' | 'otherFigures'
  >;
  readonly figures: readonly Figure[];
}

/** The results of the company: its own in the catalogue's order, then its segments'. */
export function headlineFigures(digest: Digest): Figure[] {
  return ordered(
    digest.figures.filter(({ basis, headline }) => basis === 'actual' && headline),
    digest,
  );
}

/**
 * The groups of a card, those without figures left out: results, guidance, the results' other periods;
 * with `all` every other figure too.
 */
export function figureGroups(digest: Digest, all: boolean): FigureGroup[] {
  const figures = headlineFigures(digest);
  const guidance = digest.figures.filter(
    ({ basis, headline, segment }) => isGuidance(basis) && (headline || segment === null || all),
  );
  const otherPeriods = digest.figures.filter(
    (figure) => !figures.includes(figure) && figures.some((main) => isOtherPeriod(figure, main)),
  );
  const shown = new Set([...figures, ...guidance, ...otherPeriods]);
  const rest = all ? digest.figures.filter((figure) => !shown.has(figure)) : [];
  const groups: FigureGroup[] = [
    { heading: 'figures', figures },
    { heading: 'guidance', figures: ordered(guidance, digest) },
    { heading: 'otherPeriods', figures: otherPeriods },
    {
      heading: 'consensus',
      figures: ordered(
        rest.filter(({ basis }) => basis === 'consensus'),
        digest,
      ),
    },
    {
      heading: 'otherFigures',
      figures: ordered(
        rest.filter(({ basis }) => basis !== 'consensus'),
        digest,
      ),
    },
  ];
  return groups.filter((group) => group.figures.length > 0);
}

function isGuidance(basis: Figure['basis']): boolean {
  return basis === 'guidance' || basis === 'prior_guidance';
}

function isOtherPeriod(figure: Figure, main: Figure): boolean {
  const same =
    figure.metric === main.metric &&
    figure.segment === main.segment &&
    figure.company === main.company;
  return same && figure.basis === main.basis && figure.period !== main.period;
}

/** The company's own first, then segment by segment; in them by the catalogue, the digest's period first. */
function ordered(figures: readonly Figure[], digest: Digest): Figure[] {
  const segments = digest.company.segments.map(({ slug }) => slug);
  const rank = ({ segment, metric, period }: Figure) => [
    segment === null ? 0 : 1,
    segment === null
      ? 0
      : (segments.indexOf(segment) + segments.length + 1) % (segments.length + 1),
    metricIds.indexOf(metric),
    period === digest.period ? 0 : 1,
  ];
  return figures.toSorted((a, b) => compareRanks(rank(a), rank(b)));
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
