import { fold } from '../article/fold.ts';
import { type Currency, currencyOf, isUnit, type Unit } from '../language/amount.ts';
import type { Reading } from '../language/reading.ts';
import type { Quantity } from './figure.ts';
import { patternOf, perReading } from './per-reading.ts';

/**
 * "Profit was A$1.87 billion, or 103.6 cents a share": cents are those of the money that a text counts in, where that
 * has cents; the money it names most often. Cents that say whose they are (U.S. cents) keep that.
 */
export function withOwnCents(
  reading: Reading,
  all: readonly Quantity[],
): (each: Quantity) => Quantity {
  const shared = all.filter((quantity) => sharedBy(reading, quantity) !== null);
  if (shared.length === 0) return (each) => each;
  const [usual] = shared;
  const own = mostNamed(
    all.filter((quantity) => !shared.includes(quantity)),
    usual?.unit,
  );
  return (each) => {
    const currencies = sharedBy(reading, each);
    if (own === null || !currencies?.includes(own)) return each;
    const unit = unitIn(own, each.unit);
    return unit === null ? each : { ...each, unit };
  };
}

/**
 * "Income rose to 3.5 billion pounds, against the 3.3 billion analysts had looked for": an amount of money whose
 * currency is not told again, where the words behind it say that it is one. It has that of the money told last.
 */
export function withMoneyTold(
  all: readonly Quantity[],
  folded: string,
  reading: Reading,
): Quantity[] {
  const behind = moneyBehind(reading);
  let money: Currency | null = null;
  return all.map((each) => {
    money = currencyOf(each.unit) ?? money;
    const isUnnamed = each.unit === 'count' && each.scaled && money !== null;
    if (!isUnnamed || !behind.test(folded.slice(each.end, each.end + 60))) return each;
    return { ...each, unit: money ?? each.unit };
  });
}

const moneyBehind = patternOf('moneyBehind');

/** The currencies that the unit of an amount may be one of; null where its words name one. */
function sharedBy(reading: Reading, { text, unit }: Quantity): readonly Currency[] | null {
  if (currencyOf(unit) === null) return null;
  const hit = unitsOf(reading).exec(fold(text));
  return (hit && reading.sharedUnits[(hit[1] ?? '').toLowerCase()]) ?? null;
}

/** The currency named most often, and far more often than the one that such units mostly are of. */
function mostNamed(quantities: readonly Quantity[], usual: Unit = 'count'): Currency | null {
  const times = new Map<Currency, number>();
  for (const { unit } of quantities) {
    const currency = currencyOf(unit);
    if (currency !== null) times.set(currency, (times.get(currency) ?? 0) + 1);
  }
  const [most] = [...times].toSorted(([, a], [, b]) => b - a);
  const usually = currencyOf(usual);
  const others = usually === null ? 0 : (times.get(usually) ?? 0);
  return most && most[1] >= 3 * others ? most[0] : null;
}

function unitIn(currency: Currency, unit: Unit): Unit | null {
  if (!unit.endsWith('_per_share')) return currency;
  const share = `${currency}_per_share`;
  return isUnit(share) ? share : null;
}

/** 41 cents, forty-one cents, and not 41 U.S. cents. */
const unitsOf = perReading(({ sharedUnits }) => {
  const units = Object.keys(sharedUnits);
  if (units.length === 0) return /^(?!)/;
  return new RegExp(`^(?:about )?[\\d.,]+[ -]?(${units.join('|')})(?!\\p{Script=Latin})`, 'iu');
});
