/**
 * The catalogue of what a company reports. One line is one metric: its id (also the id in
 * digest.yaml), what its values are measured in, and its names per language. The first name is
 * the one shown on cards; the others are how articles say it, longest meaning first.
 */
export type UnitKind = 'money' | 'per_share' | 'count' | 'percent';

const catalogue = {
  revenue: {
    unit: 'money',
    ja: ['売上高', '総収益', '純収入', '営業収益', '総売上', '売上収益', '売上', '収益'],
    en: ['Revenue', 'net revenue', 'total revenue', 'net sales', 'sales', 'turnover'],
  },
  operating_income: {
    unit: 'money',
    ja: ['営業利益', '営業損益', '営業損失', '営業赤字'],
    en: ['Operating income', 'operating profit', 'operating loss', 'income from operations'],
  },
  net_income: {
    unit: 'money',
    ja: ['純利益', '最終利益', '純損益', '純損失', '最終損益', '最終赤字'],
    en: ['Net income', 'net profit', 'net earnings', 'net loss'],
  },
  eps: {
    unit: 'per_share',
    ja: ['1株利益', '一株当たり利益', '1株当たり利益', '1株当たり純利益', 'EPS'],
    en: ['EPS', 'earnings per share', 'diluted EPS', 'profit per share', 'loss per share'],
  },
  users: {
    unit: 'count',
    ja: [
      '利用者数',
      'ユーザー数',
      '登録ユーザー',
      '登録ユーザー数',
      '会員数',
      '契約者数',
      '加入者数',
      '登録者数',
    ],
    en: ['Users', 'registered users', 'active users', 'subscribers', 'members', 'customers'],
  },
  headcount: {
    unit: 'count',
    ja: ['従業員数', '総従業員数', '社員数', '人員数'],
    en: ['Headcount', 'employees', 'staff', 'workforce'],
  },
  capex: {
    unit: 'money',
    ja: ['設備投資', '資本的支出', '設備投資額'],
    en: ['Capital expenditure', 'capex', 'capital expenditures', 'capital spending'],
  },
  cash: {
    unit: 'money',
    ja: ['現預金', '現金', '手元資金', '現金及び現金同等物'],
    en: ['Cash', 'cash and cash equivalents', 'cash equivalents'],
  },
  dividend: {
    unit: 'per_share',
    ja: ['配当', '配当金', '1株配当', '年間配当'],
    en: ['Dividend', 'dividends', 'dividend per share'],
  },
  buyback: {
    unit: 'money',
    ja: ['自社株買い', '自己株式取得', '自社株買戻し'],
    en: [
      'Share buyback',
      'share repurchases',
      'buybacks',
      'repurchased shares',
      'stock repurchases',
    ],
  },
  gross_profit: { unit: 'money', ja: ['売上総利益', '粗利益', '粗利'], en: ['Gross profit'] },
  free_cash_flow: {
    unit: 'money',
    ja: ['フリーキャッシュフロー', 'フリーキャッシュ・フロー', '純現金収支'],
    en: ['Free cash flow', 'FCF'],
  },
  operating_cash_flow: {
    unit: 'money',
    ja: ['営業キャッシュフロー', '営業キャッシュ・フロー'],
    en: ['Operating cash flow', 'cash flow from operations'],
  },
  operating_margin: { unit: 'percent', ja: ['営業利益率'], en: ['Operating margin'] },
  gross_margin: {
    unit: 'percent',
    ja: ['売上総利益率', '粗利益率', '粗利率'],
    en: ['Gross margin'],
  },
} as const satisfies Record<
  string,
  { unit: UnitKind; ja: readonly string[]; en: readonly string[] }
>;

export type MetricId = keyof typeof catalogue;

/** Every metric id, in the order in which cards show them. */
export const metricIds: readonly MetricId[] = Object.keys(catalogue).filter(isMetricId);

/** What values of this metric are measured in. */
export function metricUnit(id: MetricId): UnitKind {
  return catalogue[id].unit;
}

/** Names of every metric in one of the catalogue's languages: the first is shown, all are read. */
export function metricNamesIn(language: 'ja' | 'en'): Record<MetricId, readonly string[]> {
  return mapMetrics((id) => catalogue[id][language]);
}

/** A value for every metric. */
function mapMetrics<T>(give: (id: MetricId) => T): Record<MetricId, T> {
  const given: Partial<Record<MetricId, T>> = {};
  for (const id of metricIds) given[id] = give(id);
  if (!isWhole(given)) throw new Error('metrics.ts: a metric is missing from its own catalogue');
  return given;
}

function isWhole<T>(given: Partial<Record<MetricId, T>>): given is Record<MetricId, T> {
  return metricIds.every((id) => Object.hasOwn(given, id));
}

/** True where a text names a metric of the catalogue. */
export function isMetricId(id: string): id is MetricId {
  return Object.hasOwn(catalogue, id);
}
