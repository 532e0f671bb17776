import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../wire/index.ts';
import { LOOPBACK_HOSTS } from '../config/sense.ts';

/** Methods that only read. */
export const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Keeps foreign web pages away from the register. Host: a page whose name was rebound to this address still
 * sends its own name. Origin: a page open in the same browser may send requests, and only the browser knows
 * whose they are. Programs without a browser send neither Origin nor Sec-Fetch-Site and are let through: they
 * have no one else's cookie.
 */
export function createGuard(allowedHosts: readonly string[]) {
  const allowed = new Set([...LOOPBACK_HOSTS, ...allowedHosts].map((host) => host.toLowerCase()));

  function checkHost(request: FastifyRequest): void {
    const name = hostName(request.headers.host);
    if (name !== undefined && allowed.has(name)) return;
    throw new Refusal(
      421,
      'host-refused',
      {
        cs: 'Pod tímto jménem se pokladna otevřít nesmí.',
        en: 'The register may not be opened under this name.',
      },
      {
        cs: 'Otevřete ji na http://127.0.0.1, nebo doplňte jméno do allowed_hosts v nastavení pokladny.',
        en: 'Open it at http://127.0.0.1, or add the name to allowed_hosts in the configuration of the register.',
      },
    );
  }

  function checkOrigin(request: FastifyRequest): void {
    const { origin, host } = request.headers;
    const site = request.headers['sec-fetch-site'];
    const own = origin === undefined ? undefined : `http://${host}`.toLowerCase() === origin.toLowerCase();
    const same = site === undefined || site === 'same-origin' || site === 'none';
    if (own ?? same) return;
    throw new Refusal(
      403,
      'origin-refused',
      {
        cs: 'Požadavek poslala cizí stránka. Nic se nezměnilo.',
        en: 'The request was sent by a foreign page. Nothing was changed.',
      },
      { cs: 'Pracujte na obrazovce pokladny.', en: 'Work on the screen of the register.' },
    );
  }

  return {
    /** Throws a Refusal. `stream`: the route pushes data, so that reading it is guarded as well. */
    check(request: FastifyRequest, stream: boolean): void {
      checkHost(request);
      if (stream || !SAFE.has(request.method)) checkOrigin(request);
    },
  };
}

/** The name without the port; undefined when there is none or two were sent. */
function hostName(header: string | undefined): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.exec(header ?? '')?.[1]?.toLowerCase();
}
