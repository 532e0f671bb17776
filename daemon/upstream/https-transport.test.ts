import http from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { manualWorld } from '../../world/manual.fixture.ts';
import { httpsTransport } from './https-transport.ts';

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

test('what is closed while its body is being packed is over, and never leaves', async () => {
  const paths: (string | undefined)[] = [];
  const server = http.createServer((request, response) => {
    paths.push(request.url);
    response.setHeader('content-type', 'application/json').end('{}');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const transport = httpsTransport({ time: manualWorld(), url, version: 'test' });
  const ask = (path: string, body: string) => transport.ask({ method: 'POST', path, body });
  const asked = ask('/first', 'a'.repeat(1_025));
  transport.close();
  expect(await asked).toEqual({ is: 'unanswered', why: 'cut', detail: 'stopped' });
  // Packed after the first one, so had that left it would be there before.
  expect(await ask('/second', 'b'.repeat(100_000))).toMatchObject({ is: 'answered', status: 200 });
  expect(paths).toEqual(['/second']);
  transport.close();
});
