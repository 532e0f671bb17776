import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../wire/index.ts';
import { csrfOf } from '../accounts/sessions.ts';
import { sameText } from '../accounts/token.ts';
import { CSRF_HEADER } from './contract/accounts.ts';

/** Methods that only read. */
export const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface Guard {
  /** Whether the server may be reached under the name that was asked for. Throws a Refusal, as the others. */
  checkHost(request: FastifyRequest): void;
  /** Whether a page of ours, or no page at all, has sent this. */
  checkOrigin(request: FastifyRequest): void;
  /** Whether the sender could read what signing in answered, which no other page can. */
  checkCsrf(request: FastifyRequest, token: string): void;
}

/**
 * Keeps foreign web pages away from people's sessions. Host: a page whose name was rebound to this address still sends
 * its own name. Origin and Sec-Fetch-Site: a page open in the same browser may send requests, and only the browser knows
 * whose they are. Programs without a browser send neither, and have nobody else's cookie.
 */
export function createGuard(publicUrl: string | null, moreHosts: readonly string[]): Guard {
  const own = publicUrl === null ? null : new URL(publicUrl);
  const allowed = new Set([...(own ? [own.hostname] : []), ...moreHosts].map((host) => host.toLowerCase()));

  return {
    checkHost(request) {
      const name = hostName(request.host);
      if (name !== undefined && (allowed.has(name) || LOOPBACK.has(name))) return;
      throw new Refusal(
        421,
        'host-refused',
        {
          cs: 'Pod tímto jménem se BackOffice otevřít nesmí. Prodej na pokladnách běží dál.',
          en: 'The backoffice may not be opened under this name. The registers go on selling.',
        },
        {
          cs: 'Otevřete jeho veřejnou adresu, nebo doplňte jméno do hosts v nastavení BackOffice.',
          en: 'Open its public address, or add the name to hosts in the configuration of the backoffice.',
        },
      );
    },

    checkOrigin(request) {
      const { origin } = request.headers;
      const site = request.headers['sec-fetch-site'];
      const ours = [`${request.protocol}://${request.host}`, own?.origin].map((one) => one?.toLowerCase());
      const fromUs =
        origin === undefined
          ? site === undefined || site === 'same-origin' || site === 'none'
          : ours.includes(origin.toLowerCase());
      if (!fromUs) throw foreign();
    },

    checkCsrf(request, token) {
      const sent = request.headers[CSRF_HEADER];
      if (typeof sent === 'string' && sameText(sent, csrfOf(token))) return;
      throw foreign();
    },
  };
}

/** Whether the request came to this very machine without HTTPS, where a cookie for HTTPS alone would be lost. */
export function isPlainLoopback(request: FastifyRequest): boolean {
  return request.protocol === 'http' && LOOPBACK.has(hostName(request.host) ?? '');
}

export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.has(host.toLowerCase()) || host === '::1';
}

/** The name without the port; undefined when there is none or two were sent. */
function hostName(header: string | undefined): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.exec(header ?? '')?.[1]?.toLowerCase();
}

function foreign(): Refusal {
  return new Refusal(
    403,
    'origin-refused',
    {
      cs: 'Požadavek neposlala stránka BackOffice. Nic se nezměnilo.',
      en: 'The request was not sent by a page of the backoffice. Nothing was changed.',
    },
    {
      cs: 'Načtěte stránku znovu. Vlastní program posílá X-CSRF-Token podle popisu v /api/openapi.json.',
      en: 'Reload the page. A program of your own sends X-CSRF-Token as /api/openapi.json describes.',
    },
  );
}
