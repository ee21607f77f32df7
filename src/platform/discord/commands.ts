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
 * The commands as Discord registers them. Where all that may follow are single words these become subcommands, for
 * only those can be typed as people write them (/meta q2); such a command cannot be used bare. Where more words follow
 * (/digest subscribe meta) it becomes one field for any text, with suggestions.
 */
export function commandsOf(specs: readonly CommandSpec[]): readonly Command[] {
  return specs
    .filter((spec) => commandName.test(spec.name))
    .slice(0, limits.commands)
    .map(commandOf);
}

function commandOf(spec: CommandSpec): Command {
  const words = spec.choices.map(({ text }) => text);
  const isTyped = words.length > 0 && words.every(isWord);
  return {
    name: spec.name,
    ...described(spec.description),
    options: isTyped ? subcommandsOf(spec) : [textOf(spec)],
  };
}

function isWord(text: string): boolean {
  return commandName.test(text) && text === text.toLowerCase();
}

function subcommandsOf({ choices }: CommandSpec) {
  return choices.slice(0, limits.commandOptions).map((choice) => ({
    type: subcommand,
    name: choice.text,
    ...described(choice.description),
  }));
}

function textOf({ description }: CommandSpec) {
  return { type: stringOption, name: 'text', ...described(description), autocomplete: true };
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
  const autocomplete = option.autocomplete ?? false;
  return { type: option.type, ...wordsOf(option), autocomplete, choices };
}

function wordsOf(named: Pick<Command, 'name' | 'description' | 'description_localizations'>) {
  const locale = Object.entries(named.description_localizations ?? {}).toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return { name: named.name, description: named.description, locale };
}
