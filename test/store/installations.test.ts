import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Installation, Installations } from '../../src/store/installations.ts';
import { keyFor, sealedBy } from '../../src/store/sealed.ts';
import { onBothStores } from './both.ts';
import { sqliteHome } from './homes.ts';

const secret = 'a secret of the operator that nobody can guess';

function installed(workspace: string, given: Partial<Installation> = {}): Installation {
  return { workspace, name: '瓦版社', secret: `xoxb-${workspace}-売`, at: 5, ...given };
}

/** The sealed installations of a store, and the workspaces of which the secret could not be opened. */
function sealing(kept: Installations, key = secret) {
  const lost: string[] = [];
  return { sealed: sealedBy(key, kept, (workspace) => lost.push(workspace)), lost };
}

onBothStores('the workspaces that let the app in', (here) => {
  it('are kept by their platform, in the order in which they came, until they are removed', async () => {
    const { sealed, lost } = sealing(here().store.installations);
    const { sealed: elsewhere } = sealing(here().other.installations);
    await sealed.keep('slack', installed('T2', { at: 9 }));
    await sealed.keep('slack', installed('T1'));
    await sealed.keep('chat', installed('T1', { name: 'another' }));
    expect(await elsewhere.list('slack')).toEqual([installed('T1'), installed('T2', { at: 9 })]);
    expect(await elsewhere.get('slack', 'T2')).toEqual(installed('T2', { at: 9 }));
    expect(await elsewhere.get('slack', 'T3')).toBeNull();
    expect(await elsewhere.remove('slack', 'T1')).toBe(true);
    expect(await sealed.remove('slack', 'T1')).toBe(false);
    expect(await sealed.get('slack', 'T1')).toBeNull();
    expect(await sealed.get('chat', 'T1')).toMatchObject({ name: 'another' });
    expect(lost).toEqual([]);
  });

  it('are kept anew where one installs again: its token is the newest', async () => {
    const { sealed } = sealing(here().store.installations);
    await sealed.keep('slack', installed('T1'));
    const again = installed('T1', { secret: 'xoxb-new', name: 'renamed\0', at: 6 });
    await sealed.keep('slack', again);
    expect(await sealed.list('slack')).toEqual([{ ...again, name: 'renamed' }]);
  });

  it('have their secrets nowhere in the clear, and never sealed alike', async () => {
    const { installations } = here().store;
    const { sealed } = sealing(installations);
    await sealed.keep('slack', installed('T1', { secret: 'xoxb-1' }));
    const first = (await installations.get('slack', 'T1'))?.secret ?? '';
    await sealed.keep('slack', installed('T1', { secret: 'xoxb-1' }));
    const second = (await installations.get('slack', 'T1'))?.secret ?? '';
    expect(first).toMatch(/^v1\.[\w+/]+=*$/);
    expect(Buffer.from(first.slice(3), 'base64').toString('latin1')).not.toContain('xoxb');
    expect(second).not.toBe(first);
  });

  it('are as not there under another key, and their workspaces are told', async () => {
    const { installations } = here().store;
    await sealing(installations).sealed.keep('slack', installed('T1'));
    const { sealed, lost } = sealing(installations, 'another key that nobody can guess either');
    expect(await sealed.get('slack', 'T1')).toBeNull();
    expect(await sealed.list('slack')).toEqual([]);
    expect(lost).toEqual(['T1', 'T1']);
    expect(await sealed.remove('slack', 'T1')).toBe(true);
  });

  it('open only where they were sealed: not for another workspace or platform', async () => {
    const { installations } = here().store;
    const { sealed, lost } = sealing(installations);
    await sealed.keep('slack', installed('T1'));
    const row = (await installations.get('slack', 'T1'))!;
    await installations.keep('slack', { ...row, workspace: 'T2' });
    await installations.keep('chat', row);
    expect(await sealed.get('slack', 'T2')).toBeNull();
    expect(await sealed.get('chat', 'T1')).toBeNull();
    expect(lost).toEqual(['T2', 'T1']);
    expect(await sealed.get('slack', 'T1')).toEqual(installed('T1'));
  });
});

/** Installations in memory, to alter what is kept of them. */
function inMemory(): Installations & { rows: Map<string, Installation> } {
  const rows = new Map<string, Installation>();
  return {
    rows,
    async keep(_, given) {
      rows.set(given.workspace, given);
    },
    get: async (_, workspace) => rows.get(workspace) ?? null,
    remove: async (_, workspace) => rows.delete(workspace),
    list: async () => [...rows.values()],
  };
}

describe('a sealed secret', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });

  it('comes back as it was, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (given) => {
        const { sealed } = sealing(inMemory());
        await sealed.keep('slack', installed('T1', { secret: given }));
        expect((await sealed.get('slack', 'T1'))?.secret).toBe(given);
      }),
      { numRuns: 50 },
    );
  });

  it('is lost where one bit of it was turned, or its end cut off', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(7), fc.nat(), async (where, bit, cut) => {
        const kept = inMemory();
        const { sealed, lost } = sealing(kept);
        await sealed.keep('slack', installed('T1'));
        const row = kept.rows.get('T1')!;
        const bytes = Buffer.from(row.secret.slice(3), 'base64');
        const turned = Buffer.from(bytes);
        turned[where % turned.length]! ^= 1 << bit;
        const altered = [turned, bytes.subarray(0, cut % bytes.length)];
        for (const each of altered) {
          kept.rows.set('T1', { ...row, secret: `v1.${each.toString('base64')}` });
          expect(await sealed.get('slack', 'T1')).toBeNull();
        }
        kept.rows.set('T1', { ...row, secret: row.secret.slice(3) });
        expect(await sealed.get('slack', 'T1')).toBeNull();
        expect(lost).toHaveLength(3);
      }),
      { numRuns: 60 },
    );
  });

  it('has a key of its own for each purpose', () => {
    const [one, two] = ['installations', 'state'].map((purpose) => keyFor(purpose, secret));
    expect(one).toHaveLength(32);
    expect(one!.equals(two!)).toBe(false);
    expect(one!.equals(keyFor('installations', secret))).toBe(true);
    expect(one!.equals(keyFor('installations', `${secret}.`))).toBe(false);
  });

  it('stands nowhere in the files of the embedded store, nor does the key', async () => {
    const home = await sqliteHome();
    const store = await home.open();
    const { sealed } = sealing(store.installations);
    await sealed.keep('slack', installed('T1', { secret: 'xoxb-in-the-clear' }));
    const names = await readdir(home.dataDir);
    const files = await Promise.all(names.map((name) => readFile(join(home.dataDir, name))));
    expect(files.some((bytes) => bytes.includes('瓦版社'))).toBe(true);
    for (const bytes of files) {
      expect(bytes.includes('xoxb-in')).toBe(false);
      expect(bytes.includes(secret)).toBe(false);
    }
    await store.close();
    await home.close();
  });
});
