import { Big } from 'big.js';
import { fold } from '../article/fold.ts';
import { type LanguageCode, languageOf } from '../language/index.ts';
import type { Problem } from '../language/problem.ts';
import { amountOf, subjectOf } from './check-outcome.ts';
import type { Figure } from './figure.ts';
import { profits } from './measure.ts';
import { perReading } from './per-reading.ts';
import { readQuantities } from './quantity.ts';

/** A result's sign against the words that stand right beside its number in its own sentence. */
export function checkSign(figure: Figure, language: LanguageCode | null): Problem | null {
  if (language === null || !profits.has(figure.metric) || figure.unit === 'percent') return null;
  const sign = new Big(figure.value).cmp(0);
  const told = sign === 0 ? null : toldSign(figure, language);
  if (!told || (told.sign === 'loss') === sign < 0) return null;
  return {
    code: 'sign_mismatch',
    severity: 'high',
    spans: [figure.quoteSpan],
    figures: [figure.id],
    args: { subject: subjectOf(figure), amount: amountOf(figure), word: { text: told.word } },
  };
}

interface ToldSign {
  readonly sign: 'loss' | 'profit';
  /** The amount with the words that say so. */
  readonly word: string;
}

/** Loss or profit, where the words beside the number say one of the two and the number stands once in its sentence. */
function toldSign({ quote, value }: Figure, language: LanguageCode): ToldSign | null {
  const size = new Big(value).abs();
  const [place, ...more] = readQuantities(quote, language).filter((quantity) =>
    new Big(quantity.value).abs().eq(size),
  );
  // −40億円の利益: the number says its sign itself.
  if (!place || more.length > 0 || new Big(place.value).lt(0)) return null;
  const folded = fold(quote);
  const [before, after] = [folded.slice(0, place.start), folded.slice(place.end)];
  const words = beside(languageOf(language).reading);
  const found = (['loss', 'profit'] as const).flatMap((sign) => {
    const [led, followed] = [words[sign].before.exec(before), words[sign].after.exec(after)];
    if (!led && !followed) return [];
    const word = quote.slice(
      led?.index ?? place.start,
      place.end + (followed ? followed[0].length : 0),
    );
    return [{ sign, word }];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

const beside = perReading(({ signBeside: { loss, profit } }) => ({
  loss: patternsOf(loss),
  profit: patternsOf(profit),
}));

function patternsOf({ before, after }: { readonly before: string; readonly after: string }) {
  return { before: new RegExp(before, 'iu'), after: new RegExp(after, 'iu') };
}
