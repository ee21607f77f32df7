import { platformContract } from '../contract.ts';
import { modes, openSlackPeer } from './peer.ts';

for (const mode of modes) platformContract(`slack by ${mode}`, () => openSlackPeer({ mode }));
