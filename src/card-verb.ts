import { stat } from 'node:fs/promises';
import type { Card, CardLanguage, Theme } from './card/card.ts';
import { comparisonCard } from './card/comparison-card.ts';
import { correctionCard } from './card/correction-card.ts';
import { digestCard } from './card/digest-card.ts';
import { companyText } from './card/naming.ts';
import { quietCard } from './card/quiet-card.ts';
import { digestsOf } from './digest/beside.ts';
import type { Digest, Library } from './digest/digest.ts';
import { validOf } from './digest/withdrawn.ts';
import { latestFirst, periodLength } from './digest/period.ts';
import { drawings } from './drawing.ts';
import { inputError, ownLanguage } from './input.ts';
import { digestNamed, print } from './verbs.ts';

/** What kinds of cards there are: how much of a digest, or what of it. */
export const cardForms = [
  'headline',
  'standard',
  'full',
  'comparison',
  'correction',
  'quiet',
] as const;
type CardForm = (typeof cardForms)[number];

interface CardOptions {
  readonly as: string;
  readonly lang: CardLanguage;
  readonly theme: Theme;
  /** Told by `with` and `before` where it is not given. */
  readonly form?: CardForm;
  readonly with: readonly string[];
  readonly before?: string;
  readonly digests: string;
}

/** Prints a card; throws InputError where the digests it needs are not there, or its options do not go together. */
export async function printCard(slug: string, period: string, options: CardOptions): Promise<void> {
  const { digest, library } = await digestNamed(options.digests, [slug, period]);
  const card = await cardOf(formOf(options), slug, digest, library, options);
  const draw = drawings[options.as];
  if (!draw) return;
  const drawn = await draw(card, options.theme);
  if (typeof drawn === 'string') return print(drawn);
  if (process.stdout.isTTY) throw inputError('pictureToFile', {});
  process.stdout.write(drawn);
}

function formOf({ form, with: named, before }: CardOptions): CardForm {
  const implied = before !== undefined ? 'correction' : named.length > 0 ? 'comparison' : null;
  if (implied !== null && form !== undefined && form !== implied)
    throw inputError(implied === 'comparison' ? 'withForm' : 'beforeForm', { form });
  return form ?? implied ?? 'standard';
}

async function cardOf(
  form: CardForm,
  slug: string,
  digest: Digest,
  library: Library,
  options: CardOptions,
): Promise<Card> {
  const { lang: language } = options;
  switch (form) {
    case 'comparison':
      return comparisonCard(standing([digest, ...(await others(slug, digest, library, options))]), {
        language,
      });
    case 'correction':
      return correctionCard(await olderState(digest, options), digest, { language });
    case 'quiet':
      return quietCard([digest.company], library.digests, { language });
    case 'headline':
    case 'standard':
    case 'full':
      return digestCard(digest, { language, form, history: library.digests });
    default:
      return form satisfies never;
  }
}

/** The digests as they are; throws InputError where one of them was withdrawn. */
function standing(digests: readonly Digest[]): readonly Digest[] {
  const gone = digests.find(({ withdrawn }) => withdrawn !== null);
  if (gone) throw inputError('withWithdrawn', { digest: gone.id });
  return digests;
}

/** The digests that were named; else the company's own before this one, of a period as long where there is one. */
async function others(
  slug: string,
  digest: Digest,
  library: Library,
  options: CardOptions,
): Promise<readonly Digest[]> {
  if (options.with.length > 0) {
    // A period alone is one of the same company.
    const named = options.with.map((name) => nameOf(name, slug));
    const found = await Promise.all(named.map((each) => digestNamed(options.digests, each)));
    if (found.some((each) => each.digest.id === digest.id))
      throw inputError('withItself', { digest: digest.id });
    return found.map((each) => each.digest);
  }
  const earlier = digestsOf(digest.company.slug, validOf(library.digests)).filter(
    ({ period }) => latestFirst(period, digest.period) > 0,
  );
  const length = periodLength(digest.period);
  const before = earlier.find((other) => periodLength(other.period) === length) ?? earlier[0];
  if (before) return [before];
  throw inputError('nothingToCompare', { company: companyText(digest.company, ownLanguage()) });
}

/** `q1` is a period of the same company, `alphabet/q2` one of another. */
function nameOf(name: string, slug: string): readonly string[] {
  const parts = name.split('/');
  if (parts.length > 2 || parts.some((part) => part.trim() === ''))
    throw inputError('badWith', { name });
  return parts.length === 1 ? [slug, name] : parts;
}

async function olderState(digest: Digest, { before }: CardOptions): Promise<Digest> {
  if (before === undefined) throw inputError('noBefore', {});
  if (!(await stat(before).catch(() => null))?.isDirectory())
    throw inputError('beforeMissing', { path: before });
  return (await digestNamed(before, digest.id.split('/'))).digest;
}
