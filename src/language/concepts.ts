/**
 * Things besides metrics that questions and articles name: the bridge from a question in one language
 * to a sentence in another. One line is one thing, its words per language as regular expression
 * sources over folded text (see Asking).
 */
const catalogue = {
  hour: { ja: '時間', en: 'hours?' },
  day: { ja: '日間|日目|日以内', en: 'days?' },
  week: { ja: '週間', en: 'weeks?' },
  month: { ja: 'か月|カ月|ヶ月|ヵ月', en: 'months?' },
  year: { ja: '年間|周年', en: 'years?' },
  release: {
    ja: 'リリース|発売|公開|ローンチ|正式版',
    en: 'releas(e|ed|es|ing)|launch(ed|es|ing)?|c[ao]me out',
  },
  download: { ja: 'ダウンロード|dl', en: 'download(s|ed)?' },
  request: { ja: 'リクエスト', en: 'requests?' },
  post: { ja: '投稿', en: 'posts' },
  like: { ja: 'いいね', en: 'likes' },
  register: { ja: '登録', en: 'register(ed)?|sign[- ]?ups?|signed up|registrations?' },
  advertising: { ja: '広告料|広告', en: 'advertis(ing|ements?)|ads?' },
  game: { ja: 'オンラインゲーム|ゲーム', en: 'online gam(es?|ing)|gam(es?|ing)' },
  cloud: { ja: 'クラウドサービス|クラウド', en: 'cloud( services?)?' },
  commerce: {
    ja: '電子商取引|ネット通販|eコマース|ec',
    en: 'e-?commerce|online (stores?|shopping|retail)',
  },
  social: { ja: 'ソーシャル|sns', en: 'social( networks?| networking| media)?' },
  ai: { ja: '人工知能|ai', en: 'ai|artificial intelligence' },
  model: { ja: '大規模言語モデル|モデル', en: '(large )?(language )?models?' },
  open_source: { ja: 'オープンソース', en: 'open[- ]source' },
  metaverse: { ja: 'メタバース|仮想世界', en: 'metaverse|virtual worlds?' },
  data_center: { ja: 'データセンター', en: 'data cent(er|re)s?' },
  software: { ja: 'ソフトウェア|ソフト', en: 'software' },
  content: { ja: 'コンテンツ|番組', en: 'content' },
  north_america: { ja: '北米', en: 'north america(n)?' },
  us: { ja: '米国|アメリカ|米', en: 'u\\.s\\.|us|usa|united states|american?' },
  europe: { ja: '欧州|ヨーロッパ', en: 'europe(an)?|emea' },
  china: { ja: '中国', en: 'chin(a|ese)' },
  japan: { ja: '日本', en: 'japan(ese)?' },
  asia: { ja: 'アジア', en: 'asian?' },
  region: { ja: '地域', en: 'regions?' },
  commercial: { ja: '商業向け|商業|民間向け|法人向け', en: 'commercial' },
  government: { ja: '政府向け|政府', en: 'governments?' },
  retail: { ja: '小売|リテール', en: 'retail' },
  investment_bank: { ja: '投資銀行', en: 'investment bank(ing)?' },
  trading: { ja: '取引高?', en: 'trading|transactions?' },
  volume: { ja: '取引量|数量', en: 'volumes?' },
  institution: { ja: '機関投資家', en: 'institution(s|al)?( investors?)?' },
  cost: { ja: '費用|コスト|経費', en: 'costs?' },
  research: { ja: '研究開発費?', en: 'r&d|research( and development)?' },
  expense: {
    ja: '運営の?費用|営業費用|支出',
    en: 'operating (costs?|expenses?)|expenses?|spend(ing)?|spent',
  },
  investment: { ja: '投資', en: 'investments?|invested' },
  tariff: { ja: '関税', en: 'tariffs?' },
  exchange_rate: { ja: '為替レート|為替', en: '(foreign )?exchange rates?|currenc(y|ies)|forex' },
  dollar: { ja: 'ドル', en: 'dollars?' },
  euro: { ja: 'ユーロ', en: 'euros?' },
  yen: { ja: '円', en: 'yen' },
  split: { ja: '株式分割|分割', en: '(share|stock) splits?|splits?|pre-split' },
  effective: { ja: '効力|発効', en: 'effective|takes? effect' },
  acquisition: { ja: '買収|取得', en: 'acqui(re|red|sition|sitions)|purchases?|takeover' },
  complete: { ja: '完了|手続きを終え|終える', en: 'complet(e|ed|ion)|clos(e|ed|ing)' },
  revise: {
    ja: '修正|見直し?|据え置[きくい]|改め|引き上げ|引き下げ',
    en: 'revis(e|ed|ion)|rais(e|ed)|cut its|lower(ed)?',
  },
  daily: { ja: 'デイリー|1日あたり|日間アクティブ', en: 'daily' },
  active: { ja: 'アクティブ', en: 'active' },
  paid: { ja: '有料', en: 'paid|paying' },
  net_addition: { ja: '純増数?', en: 'net additions?' },
  layoff: { ja: '人員削減|解雇|リストラ|削減', en: 'lay ?offs?|laid off|job cuts?|jobs?|let go' },
  basis_point: { ja: 'ベーシスポイント|bp', en: 'basis points?|bps' },
  restructuring: { ja: '事業再編|構造改革', en: 'restructuring' },
  capital_ratio: { ja: '自己資本比率', en: 'capital ratio' },
  tax: { ja: '税率|税金|税', en: 'tax(es)?( rate)?' },
  debt: { ja: '負債|債務|借入金', en: 'debts?|borrowings?' },
  interest: { ja: '金利|利息', en: 'interest' },
  price: { ja: '価格|値段', en: 'pric(e|es|ed)' },
  share: { ja: '株価|株式', en: 'share price|stock price|shares?|stock' },
  unit: { ja: '台数', en: 'units?' },
  store: { ja: '店舗', en: 'stores?' },
  market_share: { ja: '市場シェア|シェア', en: 'market share' },
  record: { ja: '過去最高|最高', en: 'record high|all-time high' },
  annual: { ja: '年次', en: 'annual' },
  core: { ja: '中核', en: 'core' },
  subscription: { ja: 'サブスクリプション|定期購読', en: 'subscriptions?' },
  order: { ja: '受注|注文', en: 'orders?|bookings?|backlog' },
  production: { ja: '生産', en: 'produc(e|ed|tion)|output' },
  ship: { ja: '出荷|販売台数', en: 'shipments?|shipped|deliver(ies|ed)' },
} as const satisfies Record<string, { ja: string; en: string }>;

export type ConceptId = keyof typeof catalogue;

/** Every concept id. */
export const conceptIds: readonly ConceptId[] = Object.keys(catalogue).filter(isConceptId);

function isConceptId(id: string): id is ConceptId {
  return Object.hasOwn(catalogue, id);
}

/** Words of every concept in one of the catalogue's languages. */
export function conceptWordsIn(language: 'ja' | 'en'): ReadonlyMap<ConceptId, string> {
  return new Map(conceptIds.map((id) => [id, catalogue[id][language]]));
}
