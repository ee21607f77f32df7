// Long texts that read like earnings news: every number is drawn anew, so that no passage repeats.

/** What a long text is made of: sentences in paragraphs, or a table's rows under their heads. */
export const textKinds = ['prose', 'tables'] as const;
export type TextKind = (typeof textKinds)[number];

/** {yen}, {usd}: millions with the language's scales; {cell}: a cell; {name} a business; the rest speak for themselves. */
const templates: Readonly<Record<'ja' | 'en', Readonly<Record<TextKind, readonly string[]>>>> = {
  ja: {
    prose: [
      '{name}部門の{year}年第{quarter}四半期の売上高は前年同期比{percent}%増の{yen}円だった。',
      '営業利益は{yen}円で、市場予想の{yen}円を上回った。',
      '純利益は{usd}ドルと、前年同期の{usd}ドルから{percent}%減った。',
      '1株利益は{small}ドル(前年同期は{small}ドル)で、{name}事業の利用者数は約{count}人に達した。',
      '{year}年通期の売上高は{yen}円から{yen}円を見込み、従来予想の{yen}円から引き上げた。',
      '会社は{name}の新製品を投入し、販路を広げたと説明している。\n',
      '為替の変動や部材の不足が{year}年度の業績の重荷になるおそれがあるという。\n\n',
      '最終損益は{yen}円の赤字(前年同期は{yen}円の黒字)、営業利益率は{small}%、従業員数は{count}人。',
    ],
    tables: [
      '\n◇業績一覧(単位は100万ドル)\n        {year}年第{quarter}四半期   市場予想   前年同期   増減率\n売上高      {cell} {cell} {cell} {percent}%\n',
      '営業利益      {cell}   {cell}   {cell}   {percent}%\n',
      '純損益      ▲{cell}   {cell}   {cell}   ▲{percent}%\n',
      '1株利益      {small}   {small}   {small}   {percent}%\n',
      '{name}      {cell}   {cell}   {cell}   {percent}%\n',
    ],
  },
  en: {
    prose: [
      'Revenue at {name} for the {ordinal} quarter of {year} rose {percent}% to ${usd} from ${usd} a year earlier. ',
      'Net income was ${usd}, or ${small} per share, against the consensus of ${small}. ',
      'Operating profit fell {percent}% year over year to ${usd}, missing estimates of ${usd}. ',
      'For fiscal {year} it expects revenue between ${usd} and ${usd}, up from its previous forecast of ${usd}. ',
      'Daily active users reached {count}, and its {name} segment posted sales of ${usd}.\n',
      'The company said that demand for {name} held up while supply stayed tight.\n',
      'Higher component prices and currency swings could weigh on results in {year}, it warned.\n\n',
      'The net loss widened to ${usd} (EUR {cell} million); gross margin was {small}% on {count} units. ',
    ],
    tables: [
      '\nResults (in millions, except per share amounts)\nQ{quarter} {year} Q{quarter} {year} Change\nRevenue ${cell} ${cell} {percent}%\n',
      'Operating income ${cell} ${cell} {percent}%\n',
      'Net profit (loss) $({cell}) ${cell} -{percent}%\n',
      'Diluted earnings per share ${small} ${small} {percent}%\n',
      '{name} ${cell} ${cell} {percent}%\n',
    ],
  },
};

const names = {
  ja: ['クラウド', '半導体', 'ゲーム', '広告', '決済', '物流', '車載機器', '医療機器'],
  en: [
    'Cloud',
    'Data Center',
    'Gaming',
    'Advertising',
    'Payments',
    'Logistics',
    'Devices',
    'Media',
  ],
};
const ordinals = ['first', 'second', 'third', 'fourth'];

/** A text of at least `length` UTF-16 code units (at most one sentence more), the same for the same arguments. */
export function longText(language: 'ja' | 'en', kind: TextKind, length: number): string {
  const draw = drawer(length);
  const patterns = templates[language][kind];
  const pieces: string[] = [];
  for (let size = 0, index = 0; size < length; index += 1) {
    const pattern = patterns[index % patterns.length] ?? '';
    const piece = pattern.replace(/\{(\w+)\}/g, (_blank, name: string) =>
      blank(name, language, draw),
    );
    pieces.push(piece);
    size += piece.length;
  }
  return pieces.join('');
}

type Draw = (from: number, to: number) => number;

function blank(name: string, language: 'ja' | 'en', draw: Draw): string {
  switch (name) {
    case 'yen':
    case 'usd':
      return language === 'ja'
        ? `${draw(1, 9999)}億${grouped(draw(1, 9999))}万`
        : `${draw(1, 999)}.${draw(1, 999)} ${draw(0, 1) === 0 ? 'billion' : 'million'}`;
    case 'cell':
      return grouped(draw(1_000, 999_999));
    case 'small':
      return `${draw(0, 99)}.${draw(10, 99)}`;
    case 'percent':
      return `${draw(0, 99)}.${draw(1, 9)}`;
    case 'count':
      return grouped(draw(10_000, 99_999_999));
    case 'year':
      return String(draw(2001, 2029));
    case 'quarter':
      return String(draw(1, 4));
    case 'ordinal':
      return ordinals[draw(0, 3)] ?? '';
    default:
      return names[language][draw(0, names[language].length - 1)] ?? '';
  }
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Whole numbers between two bounds, always in the same order for the same seed (mulberry32). */
function drawer(seed: number): Draw {
  let state = seed;
  return (from, to) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const share = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    return from + Math.floor(share * (to - from + 1));
  };
}
