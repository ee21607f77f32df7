/**
 * The catalogue of what a company reports. One line is one metric: its id (also the id in
 * digest.yaml), what its values are measured in, and its names per language. The first name is
 * the one shown on cards; the others are how articles say it, longest meaning first.
 */
export type UnitKind = 'money' | 'per_share' | 'count' | 'percent';

const catalogue = {
  revenue: {
    unit: 'money',
    ja: [
      '売上高',
      '総収益',
      '純収入',
      '営業収益',
      '総売上高',
      '総売上',
      '売上収益',
      '売上',
      '収入',
      '収益',
    ],
    en: [
      'Revenue',
      'revenues',
      'net revenue',
      'net revenues',
      'total revenue',
      'total revenues',
      'revenues, net',
      'net sales',
      'total sales',
      'sales',
      'turnover',
    ],
  },
  operating_income: {
    unit: 'money',
    ja: ['営業利益', '営業損益', '営業損失', '営業赤字', '本業の利益'],
    en: [
      'Operating income',
      'operating profit',
      'operating profits',
      'operating loss',
      'operating earnings',
      'operating income (loss)',
      'income from operations',
    ],
  },
  net_income: {
    unit: 'money',
    ja: [
      '純利益',
      '当期純利益',
      '最終利益',
      '純損益',
      '純損失',
      '純損',
      '最終損益',
      '最終損失',
      '最終赤字',
      '純益',
      '利益',
    ],
    en: [
      'Net income',
      'net profit',
      'net profits',
      'net earnings',
      'net loss',
      'net profit (loss)',
      'net income (loss)',
      'profit (loss)',
      'profits',
      'profit',
      'earnings',
      'earned',
    ],
  },
  eps: {
    unit: 'per_share',
    ja: [
      '1株利益',
      '一株当たり利益',
      '1株当たり利益',
      '1株当たり純利益',
      '1株あたり利益',
      '1株あたり純利益',
      '一株あたり利益',
      '1株純利益',
      '1株当たり損失',
      '1株あたり損失',
      '1株あたり',
      '1株当たり',
      'EPS',
    ],
    en: [
      'EPS',
      'earnings per share',
      'earnings per diluted share',
      'diluted earnings per share',
      'diluted earnings (loss) per share',
      'earnings (loss) per share',
      'diluted EPS',
      'basic EPS',
      'EPS, diluted',
      'EPS (loss)',
      'profit per share',
      'loss per share',
      'net loss per share',
      'net income per share',
    ],
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
      '利用者の数',
      'ユーザーの数',
      '顧客数',
      '会員の数',
      '契約数',
      '有料会員数',
      'アクティブユーザー数',
      '契約',
      '会員',
      '利用者',
      'ユーザー',
      '加入者',
    ],
    en: [
      'Users',
      'registered users',
      'active users',
      'daily active users',
      'monthly active users',
      'subscribers',
      'paid memberships',
      'paid subscribers',
      'active customers',
      'paying customers',
      'active buyers',
      'paid net additions',
      'net additions',
      'paid net adds',
      'subscriber additions',
      'memberships',
    ],
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
    ja: ['現預金', '手元資金', '現金及び現金同等物', '現金同等物'],
    en: [
      'Cash and equivalents',
      'cash and cash equivalents',
      'cash equivalents',
      'cash, cash equivalents and non-equity investments',
      'cash position',
      'cash on hand',
    ],
  },
  dividend: {
    unit: 'per_share',
    ja: [
      '配当',
      '配当金',
      '1株配当',
      '年間配当',
      '中間配当',
      '期末配当',
      '記念配当',
      '記念配',
      '特別配当',
      '普通配当',
    ],
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
      'repurchased',
      'bought back',
      'stock repurchases',
    ],
  },
  pretax_income: {
    unit: 'money',
    ja: ['税引前利益', '税引前損益', '税引前当期純利益', '税引前損失', '税金等調整前当期純利益'],
    en: [
      'Pre-tax income',
      'pretax profit',
      'pre-tax profit',
      'income before taxes',
      'profit before tax',
    ],
  },
  ordinary_income: {
    unit: 'money',
    ja: ['経常利益', '経常損益', '経常損失'],
    en: ['Ordinary income', 'ordinary profit', 'recurring profit'],
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
  arpu: {
    unit: 'money',
    ja: ['ARPU', '1人当たり売上高', 'ユーザー1人当たり売上高', '利用者1人当たり収入'],
    en: ['ARPU', 'average revenue per user', 'revenue per user', 'average revenue per membership'],
  },
  operating_margin: {
    unit: 'percent',
    ja: ['営業利益率'],
    en: ['Operating margin', 'margin, operating', 'margin (loss), operating'],
  },
  gross_margin: {
    unit: 'percent',
    ja: ['売上総利益率', '粗利益率', '粗利率'],
    en: ['Gross margin', 'gross margins', 'margin, gross'],
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
