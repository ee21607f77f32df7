import { platformContract } from '../contract.ts';
import { modes, openSlackPeer } from './peer.ts';

// Whoever waits for a picture here waits for a machine that is busy, not for Slack.
const patience = { pictures: 9000 };

for (const mode of modes)
  platformContract(`slack by ${mode}`, () => openSlackPeer({ mode, patience }));
