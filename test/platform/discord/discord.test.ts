import { platformContract } from '../contract.ts';
import { noSchema } from './judge.ts';
import { openPeer } from './peer.ts';
import { it } from 'vitest';

platformContract('Discord', () => openPeer());

it('has the published schema to judge bodies with', (test) => {
  if (noSchema !== null) {
    process.stderr.write(`${noSchema}\n`);
    test.skip(noSchema);
  }
});
