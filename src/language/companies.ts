/**
 * Companies that earnings articles speak of, a line each, with the names they go by in every language:
 * so that an article that writes アマゾン is read as one on Amazon, and so that what another company
 * earned is nobody else's. Names that are common words (Target, Block) are left out.
 */
export const companies: readonly (readonly string[])[] = [
  ['Adobe', 'アドビ'],
  ['Airbnb', 'エアビーアンドビー'],
  ['Alibaba', 'アリババ', '阿里巴巴'],
  ['Alphabet', 'Google', 'アルファベット', 'グーグル'],
  ['Amazon', 'アマゾン', 'アマゾン・ドット・コム'],
  ['AMD', 'アドバンスト・マイクロ・デバイセズ'],
  ['Apple', 'アップル'],
  ['Baidu', '百度', 'バイドゥ'],
  ['Barclays', 'バークレイズ'],
  ['Bertelsmann', 'ベルテルスマン'],
  ['Boeing', 'ボーイング'],
  ['Broadcom', 'ブロードコム'],
  ['ByteDance', 'TikTok', 'バイトダンス', 'ティックトック'],
  ['Coinbase', 'コインベース'],
  ['Comcast', 'コムキャスト'],
  ['Disney', 'ディズニー', 'ウォルト・ディズニー'],
  ['eBay', 'イーベイ'],
  ['Fast Retailing', 'ファーストリテイリング'],
  ['Fujitsu', '富士通'],
  ['General Motors', 'GM', 'ゼネラル・モーターズ'],
  ['Goldman Sachs', 'ゴールドマン・サックス'],
  ['Hitachi', '日立製作所', '日立'],
  ['Honda', 'ホンダ', '本田技研工業'],
  ['Huawei', 'ファーウェイ', '華為技術'],
  ['Ibiden', 'イビデン'],
  ['IBM', 'アイ・ビー・エム'],
  ['Intel', 'インテル'],
  ['Itochu', '伊藤忠商事', '伊藤忠'],
  ['JD.com', '京東集団', '京東'],
  ['JPMorgan', 'JPモルガン', 'JPモルガン・チェース'],
  ['KDDI'],
  ['Keyence', 'キーエンス'],
  ['Lyft', 'リフト'],
  ['Marubeni', '丸紅'],
  ['Meta', 'メタ', 'Facebook', 'フェイスブック', 'メタ・プラットフォームズ'],
  ['Micron', 'マイクロン', 'マイクロン・テクノロジー'],
  ['Microsoft', 'マイクロソフト'],
  ['Mitsubishi Corporation', '三菱商事'],
  ['Mitsui & Co.', '三井物産'],
  ['Morgan Stanley', 'モルガン・スタンレー'],
  ['NEC', '日本電気'],
  ['Netflix', 'ネットフリックス'],
  ['Nintendo', '任天堂'],
  ['Nissan', '日産自動車', '日産'],
  ['NTT', '日本電信電話'],
  ['Nvidia', 'エヌビディア'],
  ['OpenAI', 'オープンAI'],
  ['Oracle', 'オラクル'],
  ['Palantir', 'パランティア'],
  ['Panasonic', 'パナソニック', 'パナソニックホールディングス'],
  ['PayPal', 'ペイパル'],
  ['Pinterest', 'ピンタレスト'],
  ['Qualcomm', 'クアルコム'],
  ['Rakuten', '楽天グループ', '楽天'],
  ['Reddit', 'レディット'],
  ['Salesforce', 'セールスフォース'],
  ['Samsung', 'Samsung Electronics', 'サムスン電子', 'サムスン'],
  ['Shopify', 'ショッピファイ'],
  ['Snap', 'スナップ'],
  ['SoftBank', 'ソフトバンクグループ', 'ソフトバンク'],
  ['Sojitz', '双日'],
  ['Sony', 'ソニー', 'ソニーグループ'],
  ['Spotify', 'スポティファイ'],
  ['Starbucks', 'スターバックス'],
  ['Sumitomo Corporation', '住友商事'],
  ['Tencent', 'テンセント', '騰訊'],
  ['Tesla', 'テスラ'],
  ['Time Warner', 'TimeWarner', 'タイムワーナー', 'タイム・ワーナー'],
  ['Toshiba', '東芝'],
  ['Toyota', 'トヨタ自動車', 'トヨタ'],
  ['Toyota Tsusho', '豊田通商'],
  ['TSMC', '台湾積体電路製造'],
  ['Twitter', 'ツイッター'],
  ['Uber', 'ウーバー', 'ウーバーテクノロジーズ'],
  ['Walmart', 'ウォルマート'],
  ['Xiaomi', 'シャオミ', '小米'],
];

/** Every name of the company that goes by one of these names; the names as given where it is not listed. */
export function allNamesOf(names: readonly string[]): readonly string[] {
  const given = names.map((name) => name.toLowerCase());
  const listed = companies.filter((group) =>
    group.some((name) => given.some((own) => isNamedAlike(own, name.toLowerCase()))),
  );
  return [...new Set([...names, ...listed.flat()])];
}

/** "Rakuten Group" is Rakuten: a name with more words of the same company behind it. */
function isNamedAlike(own: string, listed: string): boolean {
  return own === listed || own.startsWith(`${listed} `);
}
