import { loadConfig } from './config.ts';
import { InputError, ownLanguage } from './input.ts';
import { languageOf } from './language/index.ts';
import type { DeedsWording } from './language/deeds.ts';
import { fillBlanks } from './language/wording.ts';
import { reportsCommand } from './operator-notices.ts';
import { localTime } from './operator-text.ts';
import type { Report } from './store/reports.ts';
import { inKeptStore } from './kept-store.ts';
import { print } from './verbs.ts';

/** Lists what people reported, the oldest first, or closes one; throws InputError where there is no such one. */
export async function reports({ close }: { readonly close?: number }): Promise<void> {
  const { noSuch, closed, none, toClose } = words();
  await inKeptStore(loadConfig(), async (store) => {
    if (close !== undefined) {
      const blanks = { id: String(close) };
      if (!(await store?.reports.close(close))) throw new InputError(fillBlanks(noSuch, blanks));
      return print(fillBlanks(closed, blanks));
    }
    const open = (await store?.reports.open()) ?? [];
    for (const report of open) print(lineOf(report));
    const [first] = open;
    print(first ? fillBlanks(toClose, { id: String(first.id) }) : none);
  });
}

/** How many reports are open, and which is the newest; nothing where there is none. */
export function openReportsLine(open: readonly Report[]): string[] {
  const newest = open.at(-1);
  if (!newest) return [];
  const blanks = { ...blanksOf(newest), count: String(open.length), command: reportsCommand };
  return [fillBlanks(words().open, blanks)];
}

function words(): DeedsWording['operator'] {
  return languageOf(ownLanguage()).wording.deeds.operator;
}

function lineOf(report: Report): string {
  return fillBlanks(words().line, blanksOf(report));
}

/** What people typed is not ours: it stands on one line, and print() lets nothing through that a terminal obeys. */
function blanksOf({ id, at, by, platform, channel, digest, revision, text }: Report) {
  return {
    id: String(id),
    at: localTime(at),
    by: oneLine(by),
    channel: oneLine(`${platform}/${channel}`),
    digest: oneLine(digest),
    revision: String(revision),
    text: oneLine(text),
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
