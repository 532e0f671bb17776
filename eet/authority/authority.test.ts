import { afterAll, beforeAll } from 'vitest';
import type { Credential } from '../credential/credential.ts';
import { issueCredential } from '../credential/issue.fixture.ts';
import type { Behaviour } from '../double/behaviour.ts';
import type { Double } from '../double/door.ts';
import { credentialOf, messageOf, startDouble } from '../double/double.fixture.ts';
import { type ManualTime, manualTime } from '../manual-time.fixture.ts';
import { authorityContract } from './authority.contract.ts';
import { createAuthority } from './https-authority.ts';
import { memoryAuthority, type Turn } from './memory-authority.ts';

const time: ManualTime = manualTime();
let double: Double;
let credential: Credential;
beforeAll(async () => {
  double = await startDouble({ time });
  credential = await credentialOf(double);
});
afterAll(() => double.stop());

authorityContract('the real one against its double', () => {
  const before = double.messages().length;
  const own = manualTime();
  return {
    authority: createAuthority({
      time: own,
      trust: double.trust,
      endpoints: { production: double.url, playground: double.url },
      ca: double.ca,
    }),
    say: (turn) => double.behave(behaviourOf(turn)),
    message: (head) => messageOf(credential, {}, head),
    arrived: async (count) => {
      while (double.messages().length < before + count) await new Promise(setImmediate);
    },
    pass: own.advance,
  };
});

function behaviourOf(turn: Turn): Behaviour {
  switch (turn.is) {
    case 'right':
      return { is: 'warned', codes: turn.warnings ?? [] };
    case 'unreachable':
      return { is: 'hang-up' };
    default:
      return turn;
  }
}

authorityContract('the one in memory', () => {
  const own = manualTime();
  const authority = memoryAuthority({ time: own });
  const signing = issueCredential();
  return {
    authority,
    say: authority.say,
    message: (head) => messageOf(signing, {}, head),
    arrived: async (count) => {
      while (authority.sent().length < count) await new Promise(setImmediate);
    },
    pass: own.advance,
  };
});
