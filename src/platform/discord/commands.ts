import { languageCodes } from '../../language/index.ts';
import type { LanguageCode } from '../../language/index.ts';
import { shortenText } from '../../card/split.ts';
import type { CommandSpec } from '../platform.ts';
import { oneLine } from './escape.ts';
import { commandName, limits } from './limits.ts';
import type { Command } from './schema.ts';

// Discord's locale per language (doc: Locales); the first language that is not here needs its line.
const locales: Readonly<Record<LanguageCode, string>> = { ja: 'ja', en: 'en-US' };

const subcommand = 1;
const stringOption = 3;

/**
 * The commands as Discord registers them. What may follow becomes subcommands, because only those can
 * be typed as people write them (/meta q2); where no choice is a valid name it becomes an optional
 * field with the choices. A command with subcommands cannot be used bare.
 */
export function commandsOf(specs: readonly CommandSpec[]): readonly Command[] {
  return specs
    .filter((spec) => commandName.test(spec.name))
    .slice(0, limits.commands)
    .map(commandOf);
}

function commandOf(spec: CommandSpec): Command {
  const typed = spec.choices.filter(
    (choice) => commandName.test(choice.text) && choice.text === choice.text.toLowerCase(),
  );
  const options = typed.slice(0, limits.commandOptions).map((choice) => ({
    type: subcommand,
    name: choice.text,
    ...described(choice.description),
  }));
  const field = {
    type: stringOption,
    name: 'text',
    ...described(spec.description),
    choices: spec.choices
      .slice(0, limits.commandOptions)
      .map(({ text }) => ({ name: shortenText(text, 100), value: text })),
  };
  return {
    name: spec.name,
    ...described(spec.description),
    options: options.length > 0 ? options : [field],
  };
}

function described(words: Readonly<Record<LanguageCode, string>>) {
  const localised = languageCodes.map((code) => [locales[code], short(words[code])]);
  return { description: short(words.en), description_localizations: Object.fromEntries(localised) };
}

function short(text: string): string {
  return shortenText(oneLine(text), limits.commandDescription);
}

/** True where what is registered says the same, whatever its order: then nothing is sent (200 creates a day). */
export function sameCommands(registered: readonly Command[], wanted: readonly Command[]): boolean {
  return spelled(registered) === spelled(wanted);
}

function spelled(commands: readonly Command[]): string {
  const sorted = commands.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return JSON.stringify(
    sorted.map((command) => ({
      ...wordsOf(command),
      options: (command.options ?? []).map(optionWords),
    })),
  );
}

function optionWords(option: NonNullable<Command['options']>[number]) {
  const choices = (option.choices ?? []).map(({ name, value }) => ({ name, value }));
  return { type: option.type, ...wordsOf(option), choices };
}

function wordsOf(named: Pick<Command, 'name' | 'description' | 'description_localizations'>) {
  const locale = Object.entries(named.description_localizations ?? {}).toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return { name: named.name, description: named.description, locale };
}

/** The language of a Discord locale (en-GB is en); null for one we do not speak. */
export function languageOfLocale(locale: string): LanguageCode | null {
  const [language] = locale.split('-');
  return languageCodes.find((code) => code === language) ?? null;
}
