import { describe, expect, it } from 'vitest';
import { smallTalk } from '../../src/ask/small-talk.ts';

describe('what is said to the bot and asks nothing of a digest', () => {
  it.each([
    '',
    'Hello!',
    'hi there :wave:',
    'good morning everyone',
    'help',
    'HELP ME PLEASE',
    'what can you do?',
    'How do I use this?',
    'こんにちは',
    'はじめまして。よろしくお願いします！',
    '使い方を教えて',
    'ヘルプ',
    '何ができますか？',
    'thanks! what can you do?',
  ])('greets or calls for help: %j', (text) => {
    expect(smallTalk(text)).toBe('greeting');
  });

  it.each([
    'thanks!',
    'Thank you so much :pray:',
    'ok, got it',
    'ありがとうございます。',
    'なるほど、了解です',
    '👍',
    ':+1:',
  ])('thanks: %j', (text) => {
    expect(smallTalk(text)).toBe('thanks');
  });

  it.each([
    'Hello, how much was revenue?',
    'こんにちは、売上高は?',
    'thanks, and EPS?',
    'ありがとう。前年は?',
    'EPS?',
    '?',
    'why?',
    'how does it compare with last year?',
    'what can you say about the risks?',
    'テスト事業の売上は?',
    'high',
    'nicer',
  ])('is about something: %j', (text) => {
    expect(smallTalk(text)).toBeNull();
  });
});
