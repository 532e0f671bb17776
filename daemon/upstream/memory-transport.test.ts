import { manualWorld } from '../../world/manual.fixture.ts';
import { memoryTransport } from './memory-transport.fixture.ts';
import { type Serving, transportContract } from './transport.contract.ts';
import type { Question, Reply } from './transport.ts';

transportContract('memory', async () => {
  const world = manualWorld();
  const heard: Question[] = [];
  let serving: Serving = { is: 'silence' };
  function reply(question: Question): Reply | 'stream' | null {
    heard.push(question);
    switch (serving.is) {
      case 'silence':
        return null;
      case 'stream':
        return 'stream';
      case 'half':
        return { is: 'unanswered', why: 'cut', detail: 'half' };
      case 'answer': {
        const { status, type, body, retryAfter = null } = serving;
        const mediaType = (type.split(';')[0] ?? '').toLowerCase();
        return { is: 'answered', status, mediaType, retryAfter, body };
      }
    }
  }
  const transport = memoryTransport({
    time: world,
    answer: (question) => reply(question) as Reply | null,
    stream: reply,
  });
  return {
    transport,
    heard,
    serve(how) {
      serving = how;
    },
    // Everything said is heard before anybody who waits goes on.
    arrived: () => world.advance(0),
    pass: world.advance,
    tell: transport.tell,
    hangUp: transport.hangUp,
    left: async () => {
      if (transport.listeners > 0) throw new Error('somebody listens still');
    },
    end: async () => transport.close(),
  };
});
