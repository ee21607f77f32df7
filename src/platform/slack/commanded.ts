import { answer } from './answer.ts';
import { type Context, readAs, speakerOf } from './context.ts';
import { SlashCommand } from './schema.ts';
import { wordsOf } from './words.ts';

/** A typed slash command, answered for the person alone. */
export async function commanded(context: Context, body: unknown): Promise<void> {
  const command = readAs(context, SlashCommand, body);
  if (!command) return;
  const speaker = await speakerOf(context, command.channel_id, null, command.user_id);
  const name = command.command.replace(/^\//, '');
  const reply = await context.handlers.command(speaker, name, wordsOf(command.text, ''));
  await answer(context, speaker.place, reply, { url: command.response_url });
}
