import type { Verdict } from '../../card/card.ts';
import type { LanguageCode } from '../../language/index.ts';

/** What the page itself says, in one language; {blanks} are filled by `fill`. */
export interface Words {
  readonly language: string;
  readonly tagline: string;
  readonly skip: string;
  readonly channels: string;
  readonly viewAs: string;
  readonly drawnAs: string;
  readonly beginning: string;
  readonly welcome: string;
  readonly welcomeTry: string;
  readonly nothingYet: string;
  readonly noChannels: string;
  readonly you: string;
  readonly bot: string;
  readonly privately: string;
  readonly askBelow: string;
  readonly replies: { readonly one: string; readonly other: string };
  readonly thread: string;
  readonly threadEmpty: string;
  readonly close: string;
  readonly cancel: string;
  readonly write: string;
  readonly writeHint: string;
  readonly writeHintPlain: string;
  readonly reply: string;
  readonly replyHint: string;
  readonly send: string;
  readonly commands: string;
  readonly keys: string;
  readonly thinking: string;
  readonly silent: string;
  readonly reconnecting: string;
  /** Over what needs the operator; {count} more of it than is shown; before a command to run. */
  readonly attention: string;
  readonly attentionMore: string;
  readonly run: string;
  /** A {channel}, and {count} others. */
  readonly andOthers: string;
  readonly heldNotice: string;
  readonly unknownNotice: string;
  readonly reportsNotice: string;
  readonly arrived: string;
  readonly failed: string;
  readonly unreachable: string;
  readonly tooLong: string;
  readonly notFound: string;
  readonly gone: string;
  readonly stopping: string;
  readonly back: string;
}

/** The words a card's HTML needs of its own: the table's heads, the way to a sentence, verdicts. */
export interface CardWords {
  readonly figures: string;
  readonly item: string;
  readonly value: string;
  readonly details: string;
  readonly source: string;
  readonly sourceOf: string;
  readonly verdicts: Readonly<Record<Verdict, string>>;
}

const ja: Words = {
  language: '日本語',
  tagline: '決算の数字を、原文の一文とともに',
  skip: '書き込み欄へ移動',
  channels: 'チャンネル',
  viewAs: '見え方',
  drawnAs:
    'カードは、{chat} に送るメッセージそのものをもとに、このページで描いています。実際の {chat} とは細部が異なることがあります。',
  beginning: '#{channel} のはじまり',
  welcome:
    'このコンピューターの中だけで動くチャンネルです。Slack や Discord につなぐ前に、ここで試せます。',
  welcomeTry:
    'カードの下のスレッドで質問できます。下の欄に {command} と書くと、カードを呼び出せます。',
  nothingYet: 'まだ何も届いていません。予定の時刻になると、決算のカードがここに届きます。',
  noChannels:
    'チャンネルがありません。digests/subscriptions.yaml に preview のチャンネルを書いてください。',
  you: 'あなた',
  bot: 'アプリ',
  privately: 'あなただけに見えます',
  askBelow: 'スレッドで質問する',
  replies: { one: '返信 {count} 件', other: '返信 {count} 件' },
  thread: 'スレッド',
  threadEmpty: 'まだ質問はありません。数字や見通しについて、そのまま書いてください。',
  close: 'スレッドを閉じる',
  cancel: 'やめる',
  write: '#{channel} に書く',
  writeHint: '{command} または質問を書く',
  writeHintPlain: '質問を書く',
  reply: 'スレッドに質問を書く',
  replyHint: '例: {example}',
  send: '送信',
  commands: 'コマンド',
  keys: 'Enter で送信、Shift + Enter で改行、/ でコマンド一覧',
  thinking: '調べています',
  silent: 'kawaraban への質問とは受け取られませんでした。',
  reconnecting: '接続が切れました。つなぎ直しています…',
  attention: '確認が必要です',
  attentionMore: 'ほかに {count} 件:',
  run: '確認するには:',
  andOthers: '{channel} ほか {count} チャンネル',
  heldNotice: '{channel} に投稿できません（{count} 件保留中）。',
  unknownNotice: '{channel} への {count} 件が、投稿できたか不明です。',
  reportsNotice: '「数字が違う?」の報告が {count} 件あります（最新は {channel}）。',
  arrived: '{author}: {title}',
  failed: 'うまくいきませんでした。もう一度お試しください。',
  unreachable: 'kawaraban に届きません。起動しているかを確かめてください。',
  tooLong: '長すぎます。{limit} 文字までにしてください。',
  notFound: 'そのページはありません。',
  gone: 'そのメッセージかボタンは、もうありません。ページを読み込み直してください。',
  stopping: 'kawaraban は終了しようとしています。再起動してからお試しください。',
  back: 'チャンネルへ戻る',
};

const en: Words = {
  language: 'English',
  tagline: 'Earnings figures, each with its sentence',
  skip: 'Skip to the message box',
  channels: 'Channels',
  viewAs: 'View as',
  drawnAs:
    'The cards are drawn by this page from the very messages that {chat} would get. {chat}’s own app may differ in details.',
  beginning: 'The beginning of #{channel}',
  welcome:
    'This channel runs on this computer alone. Try everything here before you connect Slack or Discord.',
  welcomeTry: 'Ask questions in the thread under a card, or write {command} below to call one up.',
  nothingYet: 'Nothing has arrived yet. Earnings cards appear here when they are due.',
  noChannels: 'There is no channel. Name one for preview in digests/subscriptions.yaml.',
  you: 'You',
  bot: 'App',
  privately: 'Only visible to you',
  askBelow: 'Ask in the thread',
  replies: { one: '{count} reply', other: '{count} replies' },
  thread: 'Thread',
  threadEmpty: 'No questions yet. Ask about a figure or the outlook in your own words.',
  close: 'Close the thread',
  cancel: 'Cancel',
  write: 'Write in #{channel}',
  writeHint: '{command}, or a question',
  writeHintPlain: 'Write a question',
  reply: 'Write a question in the thread',
  replyHint: 'For example: {example}',
  send: 'Send',
  commands: 'Commands',
  keys: 'Enter sends, Shift + Enter breaks the line, / lists commands',
  thinking: 'Looking it up',
  silent: 'That was not taken as a question for kawaraban.',
  reconnecting: 'Connection lost. Reconnecting…',
  attention: 'This needs your attention',
  attentionMore: '{count} more:',
  run: 'To see them:',
  andOthers: '{channel} and {count} more',
  heldNotice: '{channel}: no posts taken ({count} waiting).',
  unknownNotice: '{channel}: it is not known whether everything was posted ({count}).',
  reportsNotice: 'Reports of wrong numbers: {count} (the newest from {channel}).',
  arrived: '{author}: {title}',
  failed: 'That did not work. Please try again.',
  unreachable: 'kawaraban cannot be reached. See whether it is running.',
  tooLong: 'That is too long. Keep it within {limit} characters.',
  notFound: 'There is no such page.',
  gone: 'That message or button is no longer there. Reload the page.',
  stopping: 'kawaraban is stopping. Start it again and retry.',
  back: 'Back to the channel',
};

/** The page's words per language. */
export const words: Readonly<Record<LanguageCode, Words>> = { ja, en };

/** What a person might ask first, shown as an example in an empty thread's composer. */
export const examples: Readonly<Record<LanguageCode, string>> = {
  ja: 'EPS は予想を上回った?',
  en: 'Did EPS beat?',
};

/** The card's own words per language of its blocks. */
export const cardWords: Readonly<Record<LanguageCode, CardWords>> = {
  ja: {
    figures: '数字',
    item: '項目',
    value: '値',
    details: '比較',
    source: '原文',
    sourceOf: '{label} の原文',
    verdicts: {
      beat: '▲ 予想を上回る',
      miss: '▼ 予想を下回る',
      in_line: '= 予想どおり',
      not_comparable: '比較不可',
    },
  },
  en: {
    figures: 'Figures',
    item: 'Item',
    value: 'Value',
    details: 'Compared',
    source: 'Sentence',
    sourceOf: 'Sentence behind {label}',
    verdicts: {
      beat: '▲ Beat',
      miss: '▼ Miss',
      in_line: '= In line',
      not_comparable: 'Not comparable',
    },
  },
};

/** A sentence with its {blanks} filled; a blank nobody fills stays as it is. */
export function fill(sentence: string, blanks: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (blank, name: string) => String(blanks[name] ?? blank));
}

/** "1 reply", "2 replies", 返信 3 件. */
export function replyCount(language: LanguageCode, count: number): string {
  const form = new Intl.PluralRules(language).select(count) === 'one' ? 'one' : 'other';
  return fill(words[language].replies[form], { count });
}
