import type { Authority, Environment } from '../../eet/index.ts';

/** Two systems of the authority behind one door, each message to its own. */
export function byEnvironment(systems: Readonly<Record<Environment, Authority>>): Authority {
  return {
    send: (message, to) => systems[to.environment].send(message, to),
    close() {
      systems.production.close();
      systems.playground.close();
    },
  };
}
