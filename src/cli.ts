import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { CardLanguage } from './card/card.ts';
import { cardForms, printCard } from './card-verb.ts';
import * as channels from './channel-verbs.ts';
import { loadConfig } from './config.ts';
import { parsePeriod } from './figure/period.ts';
import { isLanguageCode, languageCodes, languageOf } from './language/index.ts';
import { fillBlanks } from './language/wording.ts';
import { ownLanguage } from './input.ts';
import { usageText } from './usage.ts';
import { drawings } from './drawing.ts';
import { backup, forget, type ForgetOptions, whoseOf } from './keeping-verbs.ts';
import { fail, runUntilStopped } from './main.ts';
import { manifestChat } from './app-commands.ts';
import { manifest } from './manifest-verb.ts';
import { platformNames } from './platform/index.ts';
import { deliveries, settle, verdicts, withdraw } from './operator-verbs.ts';
import { reports } from './reports-verb.ts';
import { status } from './status-verb.ts';
import { deliveryStates } from './store/tables.ts';
import * as verbs from './verbs.ts';
import { why } from './why-verb.ts';

const cardLanguages = [...languageCodes, 'both'] as const satisfies readonly CardLanguage[];

const languageOption = () =>
  new Option('--lang <code>', 'language of the article or answer')
    .choices(languageCodes)
    .argParser((code: string) => {
      if (!isLanguageCode(code))
        throw new InvalidArgumentError(`Allowed choices are ${languageCodes.join(', ')}.`);
      return code;
    });
const periodArgument = (text: string) => {
  const period = text.toLowerCase();
  if (!parsePeriod(period))
    throw new InvalidArgumentError(languageOf(ownLanguage()).wording.usage.badPeriod);
  return period;
};
const targetArgument = (text: string) => {
  const { badTarget } = languageOf(ownLanguage()).wording.usage;
  if (!platformNames.some((name) => text.startsWith(`${name}/`) && text.length > name.length + 1))
    throw new InvalidArgumentError(fillBlanks(badTarget, { list: platformNames.join(', ') }));
  return text;
};
const limitArgument = (text: string) => {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > 1000)
    throw new InvalidArgumentError(languageOf(ownLanguage()).wording.usage.badNumber);
  return limit;
};
const idArgument = (text: string) => {
  if (!/^\d{1,15}$/.test(text))
    throw new InvalidArgumentError(languageOf(ownLanguage()).wording.deeds.operator.badId);
  return Number(text);
};
const collect = (value: string, all: string[]) => [...all, value];

const byOption = () => new Option('--by <name>', 'who does it (default: the account)');
const channelOption = () =>
  new Option('--channel <channel>', 'of that channel alone: slack/C0123456789').argParser(
    targetArgument,
  );
const drawingOption = () =>
  new Option('--as <target>', 'how it is drawn').choices(Object.keys(drawings)).default('text');

/** The command line: verbs and their options; errors of use exit with 2. */
function program(digests: string): Command {
  const lang = ownLanguage();
  const cli = new Command('kawaraban')
    .description('瓦版: earnings digests whose every number traces to a sentence')
    .exitOverride()
    .showHelpAfterError(languageOf(lang).wording.usage.hint)
    .configureOutput({ outputError: (message, write) => write(`${usageText(message, lang)}\n`) });
  const verb = (usage: string, description: string) =>
    cli
      .command(usage)
      .description(description)
      .option('--digests <dir>', 'folder of the digests', digests);
  verb('run', 'run everything configured; with no token the preview alone').action(
    ({ digests: dir }: { digests: string }) => runUntilStopped(dir),
  );
  verb('ingest <file>', 'make a digest from an article (.txt or annotated .json)')
    .requiredOption('--company <slug>', 'whose results')
    .requiredOption('--period <period>', 'such as 2023-q2', periodArgument)
    .addOption(languageOption())
    .option('--dry-run', 'show, write nothing')
    .option('--update', 'write over an existing digest')
    .action(verbs.ingest);
  verb('read <file>', 'print what is read in an article')
    .option('--company <name>', 'whose results (repeatable)', collect, [])
    .addOption(languageOption())
    .option('--json', 'as data')
    .action(verbs.read);
  verb('ask <target> <question>', 'answer a question about a file or a digest (meta/2023-q2)')
    .option('--company <name>', 'whose results, for a file', collect, [])
    .addOption(languageOption())
    .option('--json', 'as data')
    .action(verbs.ask);
  verb('card <slug> <period>', 'print a card')
    .addOption(drawingOption())
    .addOption(new Option('--lang <code>', 'its language').choices(cardLanguages).default('both'))
    .addOption(
      new Option('--form <form>', 'how much it says, or what (default: standard)').choices(
        cardForms,
      ),
    )
    .addOption(
      new Option('--theme <theme>', 'what a picture is for')
        .choices(['light', 'dark'])
        .default('light'),
    )
    .addOption(
      new Option(
        '--before <dir>',
        'correction: what it says otherwise than in an older folder of digests',
      ).conflicts('with'),
    )
    .addOption(
      new Option(
        '--with <digest>',
        'comparison with another: q1, or alphabet/q2 (may be given again)',
      )
        .argParser(collect)
        .default([]),
    )
    .action(printCard);
  verb('check [path]', 'verify digests: schema, quotes, arithmetic').action(
    (path: string | undefined, options: { digests: string }) =>
      verbs.check(path ?? options.digests),
  );
  verb('eval <dir>', 'score the reader on annotated articles')
    .option('--json', 'predictions and scores as data')
    .option('--misses', 'list every miss')
    .action(verbs.evalFolder);
  verb('why <slug> <period>', 'say why a digest was posted in a channel, waits, or was not')
    .addOption(channelOption())
    .action(why);
  verb('subscribe <channel> <words>', 'subscribe a channel: slack/C0123456789 "meta weekdays 8:30"')
    .addOption(byOption())
    .action(channels.subscribe);
  verb('unsubscribe <channel> [words]', 'end a subscription of a channel')
    .addOption(byOption())
    .action(channels.unsubscribe);
  verb('subscriptions', 'list every subscription, who asked for it, and its next post')
    .addOption(channelOption())
    .action(channels.subscriptions);
  verb('replies <channel> [mode]', 'what is answered in threads there: mention, questions or all')
    .addOption(byOption())
    .action(channels.replies);
  verb('pause <scope>', 'stop all posts of all, of a platform, or of a channel')
    .addOption(byOption())
    .action(channels.pause);
  verb('resume <scope>', 'let them go on').addOption(byOption()).action(channels.resume);
  verb('preview', 'print what the next post of each channel would be')
    .addOption(channelOption())
    .addOption(drawingOption())
    .action(channels.preview);
  verb('manifest', 'print the manifest of a chat app, for the digests there are')
    .addArgument(new Argument('<chat>', 'whose app').choices([manifestChat.id]))
    .option('--json', 'as JSON instead of YAML')
    .action(manifest);
  verb('backup <file>', 'copy the store to a new file, while kawaraban runs').action(backup);
  verb('forget', 'delete what people asked and were answered, of a channel, a person or a platform')
    .addOption(channelOption().conflicts(['person', 'platform', 'all']))
    .addOption(
      new Option('--person <person>', 'of that person: slack/U0123456789')
        .argParser(targetArgument)
        .conflicts(['platform', 'all']),
    )
    .addOption(
      new Option('--platform <platform>', 'of all of that platform')
        .choices(platformNames)
        .conflicts('all'),
    )
    .option('--all', 'of everybody')
    .action((options: ForgetOptions, command: Command) => {
      const whose = whoseOf(options);
      if (whose === null) command.error(languageOf(lang).wording.usage.forgetWhat);
      return forget(whose, options.digests);
    });
  verb('withdraw <slug> <period>', 'mark a digest as withdrawn, on every posted card too')
    .addOption(new Option('--reason <text>', 'why; the cards say so').conflicts('undo'))
    .addOption(byOption())
    .option('--undo', 'let it stand again')
    .action(withdraw);
  verb('deliveries', 'list what was posted, waits, failed or is not known')
    .addOption(
      new Option('--state <state>', 'in that state alone').choices([...deliveryStates, 'held']),
    )
    .addOption(channelOption())
    .addOption(
      new Option('--limit <number>', 'how many at most').argParser(limitArgument).default(20),
    )
    .option('--json', 'as data')
    .action(deliveries);
  verb('settle', 'say what became of a delivery that failed or is unknown')
    .argument('<key>', 'as deliveries prints it')
    .addArgument(new Argument('<outcome>', 'what became of it').choices(verdicts))
    .addOption(byOption())
    .action(settle);
  verb('reports', 'list what people say is wrong on cards')
    .addOption(new Option('--close <id>', 'it was seen to').argParser(idArgument))
    .action(reports);
  verb(
    'status',
    'print the configuration (secrets hidden), the digests, and what to see to',
  ).action(status);
  for (const command of cli.commands) command.exitOverride();
  return cli;
}

// A reader that stops early (| head) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program(loadConfig().DIGESTS_DIR).parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) fail(error);
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
