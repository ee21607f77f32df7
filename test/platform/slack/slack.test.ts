import { platformContract } from '../contract.ts';
import { openSlackPeer } from './peer.ts';

platformContract('slack', () => openSlackPeer());
