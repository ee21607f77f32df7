import { describe, expect, it } from 'vitest';
import { readSubscriptions } from '../../src/schedule/subscriptions.ts';

const id = (rest: string) =>
  readSubscriptions(`- {platform: slack, channel: C1, companies: [b, a], ${rest}}`).subscriptions[0]
    ?.id;

describe('subscriptions.yaml', () => {
  it('says who wants what, where, in which language and when', () => {
    const { subscriptions, errors } = readSubscriptions(`
# who gets what
- platform: preview
  channel: '#digest'
  companies: all
- platform: slack
  channel: C0123ABC
  companies: [nvidia, meta]
  tags: [tech]
  language: ja
  when: weekdays 08:30 Asia/Tokyo
`);
    expect(errors).toEqual([]);
    expect(subscriptions).toEqual([
      {
        id: 'preview/#digest/all',
        platform: 'preview',
        channel: '#digest',
        companies: 'all',
        tags: [],
        language: 'both',
        when: { kind: 'arrival' },
        quiet: null,
        thread: null,
        cap: null,
        catchUp: 86_400_000,
        paused: false,
        origin: 'file',
      },
      {
        id: 'slack/C0123ABC/meta,nvidia,#tech',
        platform: 'slack',
        channel: 'C0123ABC',
        companies: ['nvidia', 'meta'],
        tags: ['tech'],
        language: 'ja',
        when: { kind: 'timed', days: [1, 2, 3, 4, 5], times: ['08:30'], zone: 'Asia/Tokyo' },
        quiet: null,
        thread: null,
        cap: null,
        catchUp: 86_400_000,
        paused: false,
        origin: 'file',
      },
    ]);
  });

  it.each([
    ['22:00-07:00 Asia/Tokyo', { from: '22:00', to: '07:00', zone: 'Asia/Tokyo', mode: 'hold' }],
    ['12:00 – 13:00 utc', { from: '12:00', to: '13:00', zone: 'UTC', mode: 'hold' }],
  ])('says when a channel is quiet: %s', (text, quiet) => {
    const entry = `- {platform: slack, channel: C1, companies: all, quiet: "${text}"}`;
    expect(readSubscriptions(entry).subscriptions[0]?.quiet).toEqual(quiet);
  });

  it.each([
    [
      'at night',
      /quiet cannot be used: “at night” cannot be read as quiet hours: .*notification\.$/,
    ],
    ['22:00-07:00', /quiet cannot be used: “22:00-07:00” has no time zone: .* Asia\/Tokyo\.$/],
    ['22:00-22:00 UTC', /quiet cannot be used: .* ends when it begins/],
    ['22:00-07:00 Asia/Tokio', /There is no time zone “Asia\/Tokio”; did you mean .*\?$/],
  ])('refuses quiet hours that are none: %s', (text, words) => {
    const entry = `- {platform: slack, channel: C1, companies: all, quiet: "${text}"}`;
    expect(readSubscriptions(entry).errors).toEqual([expect.stringMatching(words)]);
  });

  it('keeps every digit of a Discord id without quotes', () => {
    const { subscriptions } = readSubscriptions(
      '- {platform: discord, channel: 1234567890123456789, tags: [jp]}',
    );
    expect(subscriptions[0]).toMatchObject({
      channel: '1234567890123456789',
      companies: [],
      tags: ['jp'],
    });
  });

  it('is the same subscription when only its language or time changes', () => {
    expect(id('language: ja')).toBe(id('when: daily 08:30 UTC'));
    expect(
      readSubscriptions('- {platform: slack, channel: C1, companies: [a, b]}').subscriptions[0]?.id,
    ).toBe(id('language: en'));
  });

  it.each(['', '# nothing yet\n', '[]'])('may hold nothing: %j', (text) => {
    expect(readSubscriptions(text)).toEqual({ subscriptions: [], errors: [] });
  });

  const at = 'subscriptions.yaml line 1 (entry 1): ';
  it.each([
    [
      '{platform: slack, chanel: C1, companies: all}',
      `${at}channel must name a channel; one that begins with # needs quotes.`,
      `${at}unknown key "chanel"; did you mean "channel"?`,
    ],
    [
      '{platform: slack, channel: C1, companies: all, frobnicate: 1}',
      `${at}unknown key "frobnicate"; there are platform, channel, companies, tags, language, when, quiet, thread, cap, catchUp.`,
    ],
    [
      '{platform: preview, channel: #digest\n  , companies: all}',
      `${at}channel must name a channel; one that begins with # needs quotes.`,
    ],
    ['{channel: C1, companies: all}', `${at}platform must name the platform to post on.`],
    [
      '{platform: slack, channel: C1}',
      `${at}companies is missing: write companies: all, companies: [meta] or tags: [tech].`,
    ],
    [
      '{platform: slack, channel: C1, companies: []}',
      `${at}companies must be all or a list of slugs such as [meta].`,
    ],
    [
      '{platform: slack, channel: C1, companies: all, language: fr}',
      `${at}language must be ja, en, both.`,
    ],
    [
      '{platform: slack, channel: C1, companies: all, when: daily 08:30 Asia/Tokio}',
      `${at}when cannot be used: There is no time zone “Asia/Tokio”; did you mean “Asia/Tokyo”?`,
    ],
    ['{platform: slack, channel: C1, companies: all, when: 5}', `${at}when must be in words.`],
    [
      'just words',
      'subscriptions.yaml (entry 1): must be a subscription with platform, channel and companies.',
    ],
  ])('refuses %s', (entry, ...sentences) => {
    const { subscriptions, errors } = readSubscriptions(`- ${entry}`);
    expect(subscriptions).toEqual([]);
    expect(errors.toSorted()).toEqual(sentences.toSorted());
  });

  it('reads the other entries beside a broken one', () => {
    const { subscriptions, errors } = readSubscriptions(
      '- {platform: slack, channel: C1, companies: all}\n- {platform: slack}\n- {platform: slack, channel: C3, companies: all}\n',
    );
    expect(subscriptions.map(({ channel }) => channel)).toEqual(['C1', 'C3']);
    expect(errors.every((error) => error.startsWith('subscriptions.yaml line 2 (entry 2): '))).toBe(
      true,
    );
    expect(errors.length).toBeGreaterThan(0);
  });

  it('refuses the same wish twice for one channel', () => {
    const { subscriptions, errors } = readSubscriptions(
      '- {platform: slack, channel: C1, companies: all, language: ja}\n- {platform: slack, channel: C1, companies: all, language: en}\n',
    );
    expect(subscriptions).toMatchObject([{ language: 'ja' }]);
    expect(errors).toEqual([
      'subscriptions.yaml line 2 (entry 2): the same channel wants the same companies as in subscriptions.yaml line 1 (entry 1); keep one of the two.',
    ]);
  });

  it.each([
    ['- {platform: slack', /^subscriptions\.yaml line \d+ is not YAML: .+\.$/],
    ['platform: slack', /^subscriptions\.yaml must be a list of subscriptions/],
    ['just words', /^subscriptions\.yaml must be a list of subscriptions/],
  ])('says what is wrong with a file such as %j', (text, words) => {
    const { subscriptions, errors } = readSubscriptions(text);
    expect(subscriptions).toEqual([]);
    expect(errors).toEqual([expect.stringMatching(words)]);
  });
});
