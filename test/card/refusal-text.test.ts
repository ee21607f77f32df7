import { describe, expect, it } from 'vitest';
import { refusalText } from '../../src/card/refusal-text.ts';
import { languageCodes, languageOf } from '../../src/language/index.ts';
import { refusalIds } from '../../src/language/refusals.ts';
import { fillBlanks } from '../../src/language/wording.ts';

const blanks = {
  platform: 'Slack',
  invite: '/invite @kawaraban',
  token: 'SLACK_BOT_TOKEN',
  address: 'SLACK_API_URL',
  manual: 'docs.slack.dev',
  scope: 'chat:write',
  code: 'some_error',
  status: '404',
  seconds: '30',
};

const said = (id: (typeof refusalIds)[number], lang: 'ja' | 'en') => {
  const { reason, grant } = languageOf(lang).wording.refusals[id];
  return [reason, grant].map((text) => fillBlanks(text, blanks));
};

describe('a refusal that was kept', () => {
  it.each(refusalIds)('is told in every language, with what to do: %s', (id) => {
    const kept = said(id, 'en').join(' ');
    expect(kept).not.toMatch(/[{}]/);
    expect(refusalText(kept, 'en')).toBe(kept);
    expect(refusalText(kept, 'ja')).toBe(said(id, 'ja').join(''));
    const [reason = ''] = said(id, 'en');
    expect(refusalText(reason, 'ja')).toBe(said(id, 'ja')[0]);
  });

  it('of a bot outside of the channel says how to let it in', () => {
    const kept = 'The bot is not in the channel. Type /invite @kawaraban in the channel.';
    expect(refusalText(kept, 'ja')).toBe(
      'ボットがこのチャンネルに参加していません。チャンネルで /invite @kawaraban と入力してください。',
    );
  });

  it('in other words than ours stays as it is', () => {
    for (const lang of languageCodes)
      for (const text of ['', 'The disk is full.', 'The bot is not in the channel. Or is it?'])
        expect(refusalText(text, lang)).toBe(text);
  });
});
