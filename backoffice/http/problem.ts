import { Refusal } from '../../wire/index.ts';

/**
 * What the HTTP library refuses, in our words; undefined for everything else, which is a bug of ours. Known by the
 * library's own codes, https://fastify.dev/docs/latest/Reference/Errors/, and zlib's.
 */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  switch (code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'Z_DATA_ERROR':
    case 'Z_BUF_ERROR':
    case 'ERR_TRAILING_JUNK_AFTER_STREAM_END':
      return unreadable();
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal(
        413,
        'body-too-large',
        {
          cs: 'Požadavek je moc velký. Nic se nezměnilo.',
          en: 'The request is too large. Nothing was changed.',
        },
        { cs: 'Pošlete méně dat najednou.', en: 'Send less at once.' },
      );
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal(
        415,
        'media-type',
        {
          cs: 'Požadavek přišel v podobě, které BackOffice nerozumí. Nic se nezměnilo.',
          en: 'The request came in a form that the backoffice does not understand. Nothing was changed.',
        },
        {
          cs: 'Pošlete ho tak, jak říká /api/openapi.json, nejčastěji jako application/json.',
          en: 'Send it as /api/openapi.json says, mostly as application/json.',
        },
      );
    case 'FST_ERR_BAD_URL':
      return new Refusal(
        400,
        'address',
        { cs: 'Adresa požadavku neplatí.', en: 'The address of the request is not valid.' },
        { cs: 'Opravte adresu.', en: 'Correct the address.' },
      );
    default:
      break;
  }
  // The request itself was broken in a way that has no words of its own here.
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Refusal(
      statusCode,
      'request',
      {
        cs: 'Požadavek nejde vyřídit. Nic se nezměnilo.',
        en: 'The request cannot be met. Nothing was changed.',
      },
      { cs: 'Načtěte stránku znovu.', en: 'Reload the page.' },
    );
  }
  return undefined;
}

export function unreadable(): Refusal {
  return new Refusal(
    400,
    'body-unreadable',
    {
      cs: 'Požadavku nejde rozumět, tělo není platný JSON. Nic se nezměnilo.',
      en: 'The request makes no sense, its body is not valid JSON. Nothing was changed.',
    },
    {
      cs: 'Načtěte stránku znovu. Jde-li o vlastní program, pošlete platný JSON v UTF-8, případně zabalený gzipem.',
      en: 'Reload the page. A program of your own should send valid JSON in UTF-8, gzipped or not.',
    },
  );
}

export function tooManyRequests(retryAfter_s: number): Refusal {
  return new Refusal(
    429,
    'too-many-requests',
    {
      cs: 'Odsud přišlo příliš mnoho požadavků najednou. Tento se neprovedl, nic se nezměnilo.',
      en: 'Too many requests came from here at once. This one was not carried out, nothing was changed.',
    },
    { cs: 'Chvíli počkejte a zkuste to znovu.', en: 'Wait a while and try again.' },
    { retryAfter_s },
  );
}

export function routeUnknown(): Refusal {
  return new Refusal(
    404,
    'route-unknown',
    { cs: 'Taková adresa tu není.', en: 'There is no such address here.' },
    { cs: 'Adresy vypisuje /api/openapi.json.', en: 'The addresses are listed in /api/openapi.json.' },
  );
}

/** For a store that is not there and for one that is somebody else's: they look alike. */
export function storeUnknown(): Refusal {
  return new Refusal(
    404,
    'store-unknown',
    {
      cs: 'Takový obchod tu nemáte. Nic se nezměnilo.',
      en: 'You have no such store here. Nothing was changed.',
    },
    {
      cs: 'Vyberte si ze svých obchodů. Chybí-li mezi nimi, požádejte jeho majitele, ať vás přidá.',
      en: 'Choose from your stores. If one is missing, ask its owner to add you.',
    },
  );
}

export function notAllowed(permission: string): Refusal {
  return new Refusal(
    403,
    'not-allowed',
    {
      cs: 'Na tohle v tomto obchodě nemáte právo. Nic se nezměnilo.',
      en: 'You may not do this in this store. Nothing was changed.',
    },
    {
      cs: 'Požádejte majitele obchodu, ať to udělá, nebo vám změní roli.',
      en: 'Ask the owner of the store to do it, or to change your role.',
    },
    { permission },
  );
}

/** A bug of ours: nothing of the inside is told, only where to find it in the log. */
export function bugRefusal(id: string): Refusal {
  return new Refusal(
    500,
    'internal',
    {
      cs: 'V BackOffice nastala nečekaná chyba, požadavek se nedokončil. Pokladny prodávají dál a nic se neztratí.',
      en: 'An unexpected fault happened in the backoffice and the request was not finished. The registers go on selling and nothing is lost.',
    },
    {
      cs: `Načtěte stránku znovu a zkontrolujte, co se uložilo. Správci serveru řekněte kód ${id}.`,
      en: `Reload the page and check what was saved. Tell the administrator of the server the code ${id}.`,
    },
    { id },
  );
}
