/* What it takes to reach a backoffice. Loaded only where there is one. */
export { httpsTransport } from './https-transport.ts';
export { pairWith } from './pair.ts';
export { createSession } from './session.ts';
