import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installsOf } from '../../src/installs.ts';
import { createLog } from '../../src/log.ts';
import type { Installations } from '../../src/store/installations.ts';
import { keyFor, sealedBy } from '../../src/store/sealed.ts';
import type { Store } from '../../src/store/store.ts';
import { sqliteHome } from './homes.ts';

const key = 'a key of the tests that nobody can guess';
const other = 'another key of the tests, 32 letters';
const secret = '{"token":"xoxb-secret-of-the-first"}';
const first = { workspace: 'T1', name: 'First', secret, at: 1 };

let files: Awaited<ReturnType<typeof sqliteHome>>;
let store: Store;
let lost: string[];
let sealed: Installations;

beforeEach(async () => {
  files = await sqliteHome();
  store = await files.open();
  lost = [];
  sealed = sealedBy(key, store.installations, (workspace) => void lost.push(workspace));
});
afterEach(async () => {
  await store.close();
  await files.close();
});

describe('a sealed installation', () => {
  it('is read as it was kept, and stands nowhere in the clear', async () => {
    await sealed.keep('slack', first);
    expect(await sealed.get('slack', 'T1')).toEqual(first);
    expect(await sealed.list('slack')).toEqual([first]);
    const row = await store.installations.get('slack', 'T1');
    expect(row?.secret).toMatch(/^v1\.[A-Za-z0-9+/=]+$/);
    expect(Buffer.from(row?.secret.slice(3) ?? '', 'base64').toString('latin1')).not.toContain(
      'xoxb',
    );
  });

  it('never looks the same twice', async () => {
    await sealed.keep('slack', first);
    const before = await store.installations.get('slack', 'T1');
    await sealed.keep('slack', first);
    expect((await store.installations.get('slack', 'T1'))?.secret).not.toBe(before?.secret);
  });

  it('is lost under another key, and told of', async () => {
    await sealed.keep('slack', first);
    const told: string[] = [];
    const foreign = sealedBy(other, store.installations, (workspace) => void told.push(workspace));
    expect(await foreign.get('slack', 'T1')).toBeNull();
    expect(await foreign.list('slack')).toEqual([]);
    expect(told).toEqual(['T1', 'T1']);
    // With the former key it is there again.
    expect(await sealed.get('slack', 'T1')).toEqual(first);
    expect(lost).toEqual([]);
  });

  it('cannot be moved to another workspace or platform, nor altered', async () => {
    await sealed.keep('slack', first);
    const row = (await store.installations.get('slack', 'T1')) ?? first;
    await store.installations.keep('slack', { ...row, workspace: 'T2' });
    await store.installations.keep('discord', row);
    const bytes = Buffer.from(row.secret.slice(3), 'base64');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const altered = `v1.${bytes.toString('base64')}`;
    await store.installations.keep('slack', { ...row, workspace: 'T1', secret: altered });
    expect(await sealed.get('slack', 'T2')).toBeNull();
    expect(await sealed.get('discord', 'T1')).toBeNull();
    expect(await sealed.get('slack', 'T1')).toBeNull();
    expect(lost).toEqual(['T2', 'T1', 'T1']);
  });

  it.each(['', 'v1.', 'v1.AAAA', 'v2.AAAA', secret])('is not read of %j', async (text) => {
    await store.installations.keep('slack', { ...first, secret: text });
    expect(await sealed.get('slack', 'T1')).toBeNull();
  });

  it('is removed by anybody', async () => {
    await sealed.keep('slack', first);
    expect(await sealedBy(other, store.installations, () => {}).remove('slack', 'T1')).toBe(true);
    expect(await sealed.remove('slack', 'T1')).toBe(false);
  });
});

describe('the keys made of a secret', () => {
  it('are one for each purpose', () => {
    expect(keyFor('one', key)).toEqual(keyFor('one', key));
    expect(keyFor('one', key)).not.toEqual(keyFor('two', key));
    expect(keyFor('one', key)).not.toEqual(keyFor('one', other));
  });
});

describe('what the operator is told of a token under another key', () => {
  it.each([
    [
      'en',
      /workspace T1 .* restore the former key, or install .* https:\/\/bot\.example\.com\/slack\/install\.$/,
    ],
    [
      'ja',
      /ワークスペース T1 .*以前の鍵に戻すか、https:\/\/bot\.example\.com\/slack\/install から/,
    ],
  ])('is one sentence and one line of the log, in %s', async (LANG, sentence) => {
    await sealedBy(other, store.installations, () => {}).keep('slack', first);
    const [said, logged]: [string[], string[]] = [[], []];
    const config = { LANG, SECRET_KEY: key, SLACK_PUBLIC_URL: 'https://bot.example.com/' };
    const log = createLog('info', (line) => logged.push(line));
    const installs = installsOf(config, store, (line) => void said.push(line), log);
    for (let times = 0; times < 3; times += 1)
      expect(await installs?.installations.get('slack', 'T1')).toBeNull();
    expect(said).toEqual([expect.stringMatching(sentence)]);
    expect(logged).toHaveLength(1);
    expect(logged[0]).not.toContain(key);
  });

  it('is nothing where no SECRET_KEY is set', () => {
    const config = { LANG: 'en', SECRET_KEY: undefined, SLACK_PUBLIC_URL: '' };
    expect(installsOf(config, store, () => {}, createLog('silent'))).toBeNull();
  });
});
