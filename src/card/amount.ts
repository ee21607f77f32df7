import { Big } from 'big.js';
import { tenTo } from '../figure/arithmetic.ts';
import { currencyOf, type Amount } from '../language/amount.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import { fillBlanks, type AmountWording, type Scale } from '../language/wording.ts';
import { metricUnit, type MetricId } from '../metrics.ts';

/** Decimals a scaled number may show: ¥48.0367T, but $7,788.12M. */
const scaledDecimals = 4;

/**
 * An amount in a language's words at full precision: 77億8,800万ドル, $7.788B. The metric, where it is
 * known, names what is counted (7万1,469人); per cent is a change and keeps its sign (+11%) unless the
 * metric is itself a percentage.
 */
export function amountText(
  amount: Amount,
  lang: LanguageCode,
  metric: MetricId | null = null,
): string {
  const wording = languageOf(lang).wording.amount;
  const bare = withUnit(amount, wording, metric);
  return fillBlanks(wording.bounds[amount.bound], { amount: bare });
}

/** A result as people say it: a negative profit is a loss (37億3,000万ドルの赤字), all else as amountText. */
export function resultText(amount: Amount, lang: LanguageCode, metric: MetricId | null): string {
  if (!isLoss(amount, lang, metric)) return amountText(amount, lang, metric);
  return fillBlanks(languageOf(lang).wording.amount.loss, {
    amount: sizeText(amount, lang, metric),
  });
}

/** The amount without its sign: the size of a loss. */
export function sizeText(amount: Amount, lang: LanguageCode, metric: MetricId | null): string {
  return amountText({ ...amount, value: new Big(amount.value).abs().toFixed() }, lang, metric);
}

/** A signed change in per cent or points, with the decimals it was printed with: +11%, −14.0%, +4.9 pp. */
export function changeText(
  value: string,
  lang: LanguageCode,
  { unit = 'percent', step = null }: { unit?: 'percent' | 'points'; step?: string | null } = {},
): string {
  const printed = step === null ? {} : { step };
  return amountText({ value, unit, bound: 'exact', ...printed }, lang);
}

/** True for money of a metric that is called a loss when it is negative. */
export function isLoss(amount: Amount, lang: LanguageCode, metric: MetricId | null): boolean {
  if (metric === null || currencyOf(amount.unit) === null || new Big(amount.value).gte(0))
    return false;
  return languageOf(lang).wording.lossNames[metric] !== undefined;
}

function withUnit(amount: Amount, wording: AmountWording, metric: MetricId | null): string {
  const currency = currencyOf(amount.unit);
  if (currency !== null) {
    const printed = asPrinted(amount);
    return put(wording.money[currency], printed, scaled(printed, wording.moneyScales, wording));
  }
  if (amount.unit === 'percent')
    return put(wording.percent, amount, plain(asPrinted(amount).value), isChange(metric));
  if (amount.unit === 'points')
    return put(wording.points, amount, plain(asPrinted(amount).value), true);
  if (amount.unit === 'ratio') return put(wording.ratio, amount, plain(amount.value));
  const counted = metric === null ? undefined : wording.counted[metric];
  return put(counted ?? wording.count, amount, scaled(amount, wording.countScales, wording));
}

/** 2.20ドル a share, 39.0%: with the decimals it was printed with, which say how exact it is. */
function asPrinted(amount: Amount): Amount {
  const { value, unit, step } = amount;
  const isPrinted = unit.endsWith('_per_share') || unit === 'percent' || unit === 'points';
  if (!isPrinted || !step) return amount;
  const decimals = /\.(\d+)$/.exec(step)?.[1]?.length ?? 0;
  const printed = new Big(value);
  return printed.eq(printed.round(decimals))
    ? { ...amount, value: printed.toFixed(decimals) }
    : amount;
}

function put(template: string, amount: Amount, number: string, signed = false): string {
  const value = new Big(amount.value);
  const plus = signed && value.gt(0) ? '+' : '';
  return fillBlanks(template, { sign: value.lt(0) ? '−' : plus, number });
}

/** Per cent of a margin is a level; of anything else it is a change. */
function isChange(metric: MetricId | null): boolean {
  return metric === null || metricUnit(metric) !== 'percent';
}

function scaled(amount: Amount, scales: readonly Scale[], wording: AmountWording): string {
  const size = new Big(amount.value).abs();
  return wording.scaling === 'chain'
    ? chained(size, amount, scales)
    : oneScale(size, amount, scales);
}

/** 77億8,800万: every scale in turn, the rest without one. A broken number stays in plain digits. */
function chained(size: Big, amount: Amount, scales: readonly Scale[]): string {
  const smallest = scales.at(-1);
  if (
    smallest === undefined ||
    size.lt(tenTo(smallest.zeros)) ||
    !size.eq(size.round(0, Big.roundDown))
  )
    return plain(amount.value);
  let rest = size;
  let text = '';
  for (const scale of scales) {
    const part = rest.times(tenTo(-scale.zeros)).round(0, Big.roundDown);
    rest = rest.minus(part.times(tenTo(scale.zeros)));
    if (part.gt(0)) text += plain(part.toFixed()) + scale.word;
  }
  return rest.gt(0) ? text + plain(rest.toFixed()) : text;
}

/** 7.788B: the largest scale that shows the number whole; plain digits where none does. */
function oneScale(size: Big, amount: Amount, scales: readonly Scale[]): string {
  for (const scale of scales) {
    if (size.lt(tenTo(scale.zeros))) continue;
    const number = size.times(tenTo(-scale.zeros));
    if (number.eq(number.round(scaledDecimals, Big.roundDown)))
      return plain(number.toFixed()) + scale.word;
  }
  return plain(amount.value);
}

/** Digits in groups of three, without sign; decimals as they were written. */
function plain(value: string): string {
  const digits = /^-?\d+(\.\d+)?$/.test(value)
    ? value.replace('-', '')
    : new Big(value).abs().toFixed();
  const [whole = '', decimals] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}
