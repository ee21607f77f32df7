import type { App } from '@slack/bolt';
import { changed, channelEvents } from './changes.ts';
import { commanded } from './commanded.ts';
import { type Context, readAs } from './context.ts';
import { heard } from './heard.ts';
import { homeOpened, pressedInView } from './home-tab.ts';
import type { Intake } from './intake.ts';
import { pressed } from './pressed.ts';
import { actionPrefix } from './ids.ts';
import { ChannelChange } from './schema.ts';
import { shortcut } from './shortcut.ts';
import { submitted } from './submitted.ts';
import type { Turn } from './turn.ts';
import { uninstalled, uninstallingEvents } from './uninstalled.ts';
import type { Workspaces } from './workspaces.ts';

/** What the listeners work with. */
export interface Listening extends Pick<Context, 'handlers' | 'log' | 'now' | 'thinkingAfter'> {
  readonly workspaces: Workspaces;
  readonly intake: Intake;
  /** Runs work that stopping waits for; its errors are logged. */
  readonly work: (name: string, task: () => Promise<void>) => Promise<void>;
}

/** What Bolt hands over: what Slack sent, and what is known of where it happened. */
interface Told {
  readonly body: object;
  readonly context: { readonly botUserId?: string };
}

/** Registers everything people can do; the intake has acknowledged and kept it before. */
export function listen(app: App, { workspaces, intake, work, ...rest }: Listening): void {
  const taken = (name: string, body: object, task: (turn: Turn) => Promise<void>) => {
    const turn = intake.turnOf(body);
    return work(name, async () => {
      try {
        await task(turn);
      } catch (error) {
        // An answer that could not be made is apologised for; what is thrown was not answered.
        turn.later();
        throw error;
      }
    });
  };
  const during = (name: string, { body, context }: Told, task: (at: Context) => Promise<void>) =>
    taken(name, body, async (turn) => {
      const id = workspaces.idOf(body);
      const workspace = await workspaces.of(id);
      // Bolt does not know it where the workspace could not be looked up a moment ago.
      const bot = context.botUserId ?? workspace?.bot?.user ?? '';
      if (workspace) {
        await task({ workspace, bot, turn, ...rest });
        // Another process let the app in again: what was answered with the token of old was not heard.
        const newer = await workspaces.of(id);
        if (newer !== null && newer !== workspace) turn.later();
        return;
      }
      rest.log.info(
        { platform: 'slack', workspace: id, name },
        'heard where the app is not installed',
      );
    });
  app.event('message', (told) => during('message', told, (at) => heard(at, told.body)));
  app.event('app_mention', (told) => during('mention', told, (at) => heard(at, told.body)));
  app.event('app_home_opened', (told) => during('home', told, (at) => homeOpened(at, told.body)));
  app.shortcut(new RegExp(`^${actionPrefix}`), (told) =>
    during('shortcut', told, (at) => shortcut(at, told.body)),
  );
  for (const type of channelEvents) {
    app.event(type, (told) =>
      during('change', told, async (at) => {
        const change = readAs(at, ChannelChange, told.body);
        if (change) await changed(at, change);
      }),
    );
  }
  for (const type of uninstallingEvents) {
    app.event(type, ({ body }) =>
      taken('uninstallation', body, (turn) => uninstalled({ workspaces, turn, ...rest }, body)),
    );
  }
  app.command(/^\//, (told) => during('command', told, (at) => commanded(at, told.body)));
  app.action(new RegExp(`^${actionPrefix}`), (told) =>
    during('press', told, (at) =>
      'view' in told.body ? pressedInView(at, told.body) : pressed(at, told.body),
    ),
  );
  app.view(new RegExp(`^${actionPrefix}`), (told) =>
    during('form', told, (at) => submitted(at, told.body)),
  );
}
