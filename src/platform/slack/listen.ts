import type { App } from '@slack/bolt';
import type { Log } from '../../log.ts';
import type { Handlers } from '../platform.ts';
import { changed, changeEvents } from './changes.ts';
import { commanded } from './commanded.ts';
import { type Context, readAs } from './context.ts';
import { heard } from './heard.ts';
import { homeOpened, pressedInView } from './home-tab.ts';
import { pressed } from './pressed.ts';
import { actionPrefix } from './render.ts';
import { ChannelChange } from './schema.ts';
import { shortcut } from './shortcut.ts';
import { submitted } from './submitted.ts';
import type { Workspaces } from './workspaces.ts';

/** What the listeners work with. */
export interface Listening {
  readonly handlers: Handlers;
  readonly workspaces: Workspaces;
  readonly log: Log;
  /** Runs work that stopping waits for; its errors are logged. */
  readonly work: (name: string, task: () => Promise<void>) => Promise<void>;
}

/** What Bolt knows of where an event happened. */
interface Told {
  readonly botUserId?: string;
}

/** Registers everything people can do. Each listener acknowledges at once and works after. */
export function listen(app: App, { handlers, workspaces, log, work }: Listening): void {
  const during = (name: string, told: Told, task: (context: Context) => Promise<void>) =>
    work(name, async () => {
      const workspace = await workspaces.of(null);
      if (workspace) await task({ workspace, bot: told.botUserId ?? '', handlers, log });
    });
  app.event('message', ({ body, context }) => during('message', context, (at) => heard(at, body)));
  app.event('app_mention', ({ body, context }) =>
    during('mention', context, (at) => heard(at, body)),
  );
  app.event('app_home_opened', ({ body, context }) =>
    during('home', context, (at) => homeOpened(at, body)),
  );
  app.shortcut(new RegExp(`^${actionPrefix}`), async ({ ack, body, context }) => {
    await ack();
    await during('shortcut', context, (at) => shortcut(at, body));
  });
  for (const type of changeEvents) {
    app.event(type, ({ body, context }) =>
      during('change', context, async (at) => {
        const change = readAs(at, ChannelChange, body);
        if (change) await changed(handlers, at.workspace, change, at.bot);
      }),
    );
  }
  app.command(/^\//, async ({ ack, body, context }) => {
    await ack();
    await during('command', context, (at) => commanded(at, body));
  });
  app.action(new RegExp(`^${actionPrefix}`), async ({ ack, body, context }) => {
    await ack();
    await during('press', context, (at) =>
      'view' in body ? pressedInView(at, body) : pressed(at, body),
    );
  });
  app.view(new RegExp(`^${actionPrefix}`), async ({ ack, body, context }) => {
    await ack();
    await during('form', context, (at) => submitted(at, body));
  });
}
