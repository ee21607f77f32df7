import type { App } from '@slack/bolt';
import type { Log } from '../../log.ts';
import type { Handlers } from '../platform.ts';
import { changed, channelEvents } from './changes.ts';
import { commanded } from './commanded.ts';
import { type Context, readAs } from './context.ts';
import { heard } from './heard.ts';
import { pressed } from './pressed.ts';
import { actionPrefix } from './render.ts';
import { ChannelChange } from './schema.ts';
import { submitted } from './submitted.ts';
import { uninstalled, uninstallingEvents } from './uninstalled.ts';
import type { Workspaces } from './workspaces.ts';

/** What the listeners work with. */
export interface Listening {
  readonly handlers: Handlers;
  readonly workspaces: Workspaces;
  readonly log: Log;
  /** Runs work that stopping waits for; its errors are logged. */
  readonly work: (name: string, task: () => Promise<void>) => Promise<void>;
}

/** What Bolt hands over: what Slack sent, and what is known of where it happened. */
interface Told {
  readonly body: object;
  readonly context: { readonly botUserId?: string };
}

/** Registers everything people can do. Each listener acknowledges at once and works after. */
export function listen(app: App, { handlers, workspaces, log, work }: Listening): void {
  const during = (name: string, { body, context }: Told, task: (at: Context) => Promise<void>) =>
    work(name, async () => {
      const id = workspaces.idOf(body);
      const workspace = await workspaces.of(id);
      if (workspace) return task({ workspace, bot: context.botUserId ?? '', handlers, log });
      log.info({ platform: 'slack', workspace: id, name }, 'heard where the app is not installed');
    });
  app.event('message', (told) => during('message', told, (at) => heard(at, told.body)));
  app.event('app_mention', (told) => during('mention', told, (at) => heard(at, told.body)));
  for (const type of channelEvents) {
    app.event(type, (told) =>
      during('change', told, async (at) => {
        const change = readAs(at, ChannelChange, told.body);
        if (change) await changed(handlers, at.workspace, change, at.bot);
      }),
    );
  }
  for (const type of uninstallingEvents) {
    app.event(type, ({ body }) =>
      work('uninstallation', () => uninstalled({ handlers, workspaces, log }, body)),
    );
  }
  app.command(/^\//, async (told) => {
    await told.ack();
    await during('command', told, (at) => commanded(at, told.body));
  });
  app.action(new RegExp(`^${actionPrefix}`), async (told) => {
    await told.ack();
    await during('press', told, (at) => pressed(at, told.body));
  });
  app.view(new RegExp(`^${actionPrefix}`), async (told) => {
    await told.ack();
    await during('form', told, (at) => submitted(at, told.body));
  });
}
