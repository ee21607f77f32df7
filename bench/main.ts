// Measures the reader: its speed, its heap, its growth, and how it stands to Recognizers-Text in the same run.

import { planIngest } from '../src/digest/ingest.ts';
import { openDigest } from '../src/digest/open.ts';
import { digestCard } from '../src/card/digest-card.ts';
import { contextOf } from '../src/digest/build.ts';
import { readQuantities } from '../src/figure/quantity.ts';
import { readFigures } from '../src/figure/read.ts';
import { splitSentences } from '../src/article/sentences.ts';
import { renderMessages } from '../src/platform/discord/render.ts';
import { cardDocument } from '../src/platform/preview/render.ts';
import { render as renderSlack } from '../src/platform/slack/render.ts';
import { bytesAllocated, medianTime, timed } from './clock.ts';
import { longText, textKinds } from './long-text.ts';
import { peerValues } from './peer.ts';
import { short, tableText } from './table.ts';
import { articles, readWhole, seed, seedCompany, seedText, type Sample } from './texts.ts';
import { hits } from './values.ts';

const found = { ja: articles('ja'), en: articles('en') };
const groups: readonly (readonly [name: string, samples: readonly Sample[]])[] = [
  ['seed', [seed]],
  [`articles ja (${found.ja.samples.length})`, found.ja.samples],
  [`articles en (${found.en.samples.length})`, found.en.samples],
];
const present = groups.filter(([, samples]) => samples.length > 0);

print(`Node ${process.version}, one process, warm, medians of five runs\n`);
for (const { missing } of [found.ja, found.en]) if (missing) print(`skipped: ${missing}\n`);
speed();
comparison();
river();
growth();

/** How long the reader takes for 1,000 characters: the numbers alone, the figures, and all that `read` gives. */
function speed(): void {
  const rows = present.map(([name, samples]) => {
    const characters = samples.reduce((sum, { text }) => sum + text.length, 0);
    const each = (work: (sample: Sample) => unknown) => (): void => samples.forEach(work);
    const whole = each(readWhole);
    const perThousand = (work: () => void) => short((medianTime(work) / characters) * 1000);
    return [
      name,
      short(characters),
      perThousand(each(({ text, language }) => readQuantities(text, language))),
      perThousand(
        each(({ text, language, company }) =>
          readFigures(text, language, contextOf(company, null)),
        ),
      ),
      perThousand(whole),
      short((bytesAllocated(whole) / 2 ** 20 / characters) * 1000),
    ];
  });
  print('Reading, ms per 1,000 characters (aim: figures <= 3)');
  print(tableText(['', 'characters', 'numbers', 'figures', 'read', 'MB asked for'], rows));
  globalThis.gc?.();
  print(
    `Heap in use with all of it loaded: ${short(process.memoryUsage().heapUsed / 2 ** 20)} MB\n`,
  );
}

/** Numbers found and time beside Recognizers-Text, which gets sentence by sentence: far its fastest way. */
function comparison(): void {
  const rows = present.map(([name, samples]) => {
    const pieces = samples.map(({ text, language }) => ({
      language,
      sentences: splitSentences(text, language).map((sentence) => sentence.text),
    }));
    const ours = counted(samples, (sample) => readWhole(sample).quantities);
    const theirs = counted(samples, (_, index) => {
      const { sentences = [], language = 'ja' } = pieces[index] ?? {};
      return peerValues(sentences, language);
    });
    const time = medianTime(() => samples.forEach(readWhole));
    const theirTime = medianTime(() =>
      pieces.forEach(({ sentences, language }) => peerValues(sentences, language)),
    );
    return [
      name,
      String(ours.of),
      share(ours.value, ours.of),
      share(theirs.value, theirs.of),
      share(ours.withUnit, ours.of),
      share(theirs.withUnit, theirs.of),
      short(time),
      short(theirTime),
      `${short(theirTime / time)}x`,
    ];
  });
  print(
    'Beside Recognizers-Text: values found, with the right unit, and ms (ours for all that `read` gives)',
  );
  print(
    tableText(
      [
        '',
        'values',
        'ours',
        'theirs',
        'ours+unit',
        'theirs+unit',
        'ours ms',
        'theirs ms',
        'faster',
      ],
      rows,
    ),
  );
  const whole = timed(() => peerValues([seed.text], 'ja'));
  print(`Given the seed in one piece Recognizers-Text takes ${short(whole)} ms (one run).\n`);
}

function counted(
  samples: readonly Sample[],
  read: (sample: Sample, index: number) => Parameters<typeof hits>[1],
): { value: number; withUnit: number; of: number } {
  const counts = samples.map((sample, index) => hits(sample.values, read(sample, index)));
  return {
    value: counts.reduce((sum, { value }) => sum + value, 0),
    withUnit: counts.reduce((sum, { withUnit }) => sum + withUnit, 0),
    of: samples.reduce((sum, { values }) => sum + values.length, 0),
  };
}

function share(hit: number, of: number): string {
  return `${hit} ${((hit / of) * 100).toFixed(1).padStart(5)} %`;
}

/** The seed from its received text to the payloads of every platform, in both languages, in full. */
function river(): void {
  const { file } = ingestSeed();
  const open = () => openDigest(file, seedCompany, new Map([['ja', seed.text]]));
  const digest = open();
  const draw = () => digestCard(digest, { language: 'both', form: 'full' });
  const card = draw();
  const steps = [
    ['clean, read and build', ingestSeed],
    ['locate quotes and check', open],
    ['card', draw],
    ['render slack', () => renderSlack(card)],
    ['render discord', () => renderMessages(card)],
    ['render preview', () => cardDocument(card)],
  ] as const;
  const all = () => {
    for (const [, step] of steps) step();
  };
  print(`The seed (${digest.figures.length} figures) from text to payloads, ms`);
  print(
    tableText(
      ['', 'ms'],
      [...steps, ['all', all] as const].map(([name, step]) => [name, short(medianTime(step))]),
    ),
  );
  print('');
}

function ingestSeed(): ReturnType<typeof planIngest> {
  return planIngest(seedText, 'ja', {}, seedCompany, '2023-q2', null);
}

/** How time grows with the length; a step that would take too long is not gone. */
function growth(): void {
  const sizes = [10_000, 100_000, 1_000_000];
  const longest = 60_000;
  const context = contextOf(seedCompany, null);
  const rows = (['ja', 'en'] as const).flatMap((language) =>
    textKinds.map((kind) => {
      const times: number[] = [];
      for (const size of sizes) {
        const text = longText(language, kind, size);
        const last = times.at(-1) ?? 0;
        const ratio = Math.max(10, last / (times.at(-2) ?? last));
        if (last * ratio > longest) break;
        times.push(medianTime(() => readFigures(text, language, context), size < 1e6 ? 5 : 3));
      }
      return [
        `${language} ${kind}`,
        ...sizes.flatMap((_, index) => {
          const [time, before] = [times[index], times[index - 1]];
          const shown = time === undefined ? '> 1 min' : short(time);
          if (index === 0) return [shown];
          return [shown, time && before ? `${short(time / before)}x` : '-'];
        }),
      ];
    }),
  );
  print('Growth: ms to read figures (aim: 10x the text <= 13x the time)');
  print(tableText(['', '10,000', '100,000', '', '1,000,000', ''], rows));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
