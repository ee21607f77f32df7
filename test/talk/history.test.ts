import { describe, expect, it } from 'vitest';
import type { CardLanguage } from '../../src/card/card.ts';
import { correctionBlocks } from '../../src/card/correction-card.ts';
import { cardText } from '../../src/card/text.ts';
import type { Digest } from '../../src/digest/digest.ts';
import { loadLibrary } from '../../src/digest/files.ts';
import { keptRevision, readRevision } from '../../src/digest/revision.ts';
import { languageCodes } from '../../src/language/index.ts';
import { createLog } from '../../src/log.ts';
import type { Store } from '../../src/store/store.ts';
import { createRevisionNotes } from '../../src/talk/history.ts';
import { log } from '../store/homes.ts';
import { metaDigest } from '../support/meta-digest.ts';
import { channel, handlersOf, libraryOf, privateCard, speaker } from './desk.ts';
import { storeOfEach } from '../store/homes.ts';

const stored = storeOfEach();

/** Meta's digest in a revision, with another revenue. */
function revised(revision: number, revenue: string, given: Partial<Digest> = {}): Digest {
  const figures = metaDigest.figures.map((figure) =>
    figure.id === 'revenue' ? { ...figure, value: revenue } : figure,
  );
  return { ...metaDigest, revision, figures, ...given };
}

const first = revised(1, '23000000000');
const second = revised(2, '31000000000', {
  figures: revised(2, '31000000000').figures.filter(({ id }) => id !== 'headcount'),
});
const third = revised(3, '32000000000');
const days = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05'];
const at = (day: number) => Date.parse(`${days[day]}T03:00Z`);

async function keep(...digests: readonly Digest[]): Promise<void> {
  for (const [day, digest] of digests.entries())
    await stored.current.revisions.note(digest.id, digest.revision, keptRevision(digest), at(day));
}

/** The lines of the history of a digest, to somebody who reads this. */
async function history(digest: Digest, language: CardLanguage = 'en'): Promise<string[]> {
  const person = speaker(channel, { language: language === 'both' ? null : language });
  const handlers = handlersOf(stored.current, libraryOf(digest));
  const card = privateCard(await handlers.press(person, 'history', digest.id));
  return cardText(card)
    .split('\n')
    .filter((line) => line !== '');
}

describe('the history of corrections', () => {
  it('tells of three revisions what was first seen when, and old → new, in en', async () => {
    await keep(first, second, third);
    expect(await history(third)).toEqual([
      'Corrections: Meta Q2 2023 results',
      'Revision 3, first seen November 3, 2026 at 3:00 AM UTC',
      expect.stringMatching(/^- Revenue: \$31B → \$32B/),
      expect.stringMatching(/^- Headcount: 71,469; added/),
      'Revision 2, first seen November 2, 2026 at 3:00 AM UTC',
      expect.stringMatching(/^- Revenue: \$23B → \$31B/),
      '- Headcount: 71,469; withdrawn',
    ]);
  });

  it('in ja and both', async () => {
    await keep(first, second, third);
    const [title, newest, row] = await history(third, 'ja');
    expect(title).toBe('訂正履歴: メタ 2023年第2四半期（4〜6月期）決算');
    expect(newest).toMatch(/^改訂 3（2026年11月3日 3:00 UTC に確認）$/);
    expect(row).toMatch(/^- 売上高: 310億ドル → 320億ドル/);
    const both = (await history(third, 'both')).join('\n');
    expect(both).toMatch(/改訂 3[^]*改訂 2[^]*Revision 3[^]*Revision 2/);
  });

  it('says which revisions were not kept, and what the next is held against', async () => {
    await keep(second, revised(6, '33000000000'));
    expect(await history(revised(7, '1'))).toEqual([
      'Corrections: Meta Q2 2023 results',
      'What revision 7 said was not kept.',
      expect.stringMatching(/^Revision 6, first seen .*, against revision 2$/),
      expect.stringMatching(/\$31B → \$33B/),
      expect.stringMatching(/^- Headcount: .*added/),
      'What revisions 3 to 5 said was not kept.',
      expect.stringMatching(/^Revision 2, first seen/),
      'No earlier revision was kept, so I cannot tell what changed.',
      'What revision 1 said was not kept.',
    ]);
  });

  it('says what was kept by a version that this one cannot read as not kept', async () => {
    await keep(first);
    await stored.current.revisions.note(second.id, 2, { figures: 'other' }, at(1));
    await stored.current.revisions.note(third.id, 3, keptRevision(third), at(2));
    const lines = await history(third);
    expect(lines[1]).toMatch(/against revision 1$/);
    expect(lines.at(-1)).toBe('What revision 2 said was not kept.');
  });

  it('tells of a withdrawal and of its end', async () => {
    const withdrawn = { by: 'x', at: '2026-11-23T09:00:00+09:00', reason: 'wrong source' };
    await keep(first, { ...first, revision: 2, withdrawn }, { ...first, revision: 3 });
    const lines = (await history({ ...first, revision: 3 })).join('\n');
    expect(lines).toMatch(
      /Revision 3.*\n.*stand again[^]*Revision 2.*\nWithdrawn on.*wrong source/,
    );
    expect(lines).not.toContain('x at');
  });
});

describe('a kept revision', () => {
  it('tells the same corrections as the digest itself, once it was JSON', async () => {
    const { library } = await loadLibrary('digests');
    for (const digest of [...library.digests, first]) {
      const kept = readRevision(JSON.parse(JSON.stringify(keptRevision(digest))));
      expect(kept).not.toBeNull();
      const now: Digest = {
        ...digest,
        figures: digest.figures.slice(1).map((figure) => ({ ...figure, value: '1' })),
      };
      for (const lang of languageCodes)
        expect(correctionBlocks(kept!, now, lang)).toEqual(correctionBlocks(digest, now, lang));
    }
  });

  it('holds no article', () => {
    expect(JSON.stringify(keptRevision(metaDigest))).not.toContain(metaDigest.sources[0]!.text);
  });

  it.each([null, {}, [], 'x', { ...metaDigest, figures: [{ id: 'revenue' }] }])(
    'is none where it cannot be read: %#',
    (json) => {
      expect(readRevision(json)).toBeNull();
    },
  );
});

const revisionsOf = async (id: string) =>
  (await stored.current.revisions.of(id)).map(({ revision, at: seen }) => [revision, seen]);

describe('what a process comes to see', () => {
  it('is kept once each, with when it was seen first', async () => {
    let now = at(0);
    const notes = createRevisionNotes(stored.current, log, () => now);
    const other = createRevisionNotes(stored.current, log, () => now);
    notes.note([first]);
    await notes.settled();
    now = at(1);
    notes.note([first]);
    other.note([first, second]);
    await Promise.all([notes.settled(), other.settled()]);
    expect(await revisionsOf(first.id)).toEqual([
      [1, at(0)],
      [2, at(1)],
    ]);
  });

  it('is tried again where the store failed, and told', async () => {
    const logged: string[] = [];
    let isAway = true;
    const revisions: Store['revisions'] = {
      of: (id) => stored.current.revisions.of(id),
      note: (...given) =>
        isAway ? Promise.reject(new Error('away')) : stored.current.revisions.note(...given),
    };
    const notes = createRevisionNotes(
      { revisions },
      createLog('warn', (line) => logged.push(line)),
    );
    notes.note([first]);
    await notes.settled();
    expect(logged.join()).toContain('a revision could not be kept');
    isAway = false;
    notes.note([first]);
    await notes.settled();
    expect(await stored.current.revisions.of(first.id)).toHaveLength(1);
  });

  it('is left where it is when the process stops', async () => {
    let seen = 0;
    const revisions: Store['revisions'] = {
      of: (id) => stored.current.revisions.of(id),
      note: () => {
        seen += 1;
        return Promise.resolve();
      },
    };
    const notes = createRevisionNotes({ revisions }, log);
    notes.note([first, second, third]);
    await notes.stop();
    expect(seen).toBe(1);
  });
});
