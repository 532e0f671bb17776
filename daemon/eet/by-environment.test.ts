import { expect, it } from 'vitest';
import type { Attempt, Authority, Environment } from '../../eet/index.ts';
import { byEnvironment } from './by-environment.ts';

it('each message goes to its own system, whatever stands in the place of the playground', async () => {
  const went: string[] = [];
  const system = (name: string): Authority => ({
    async send(message, { environment }) {
      went.push(`${message.uuid} for ${environment} to ${name}`);
      return {} as Attempt;
    },
    close: () => void went.push(`closed ${name}`),
  });
  const both = byEnvironment({ production: system('the authority'), playground: system('the double') });
  const send = (uuid: string, environment: Environment) =>
    both.send({ uuid, xml: '', sha256: '' }, { environment, verification: false });
  await send('1', 'production');
  await send('2', 'playground');
  both.close();
  expect(went).toEqual([
    '1 for production to the authority',
    '2 for playground to the double',
    'closed the authority',
    'closed the double',
  ]);
});
