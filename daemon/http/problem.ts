import { Refusal } from '../../wire/index.ts';

/**
 * What the HTTP library refuses, in our words; undefined for everything else, which is a bug of ours. Known by
 * the library's own codes, https://fastify.dev/docs/latest/Reference/Errors/.
 */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  switch (code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Refusal(
        400,
        'body-unreadable',
        {
          cs: 'Požadavku nejde rozumět, tělo není platný JSON. Nic se nezměnilo.',
          en: 'The request makes no sense, its body is not valid JSON. Nothing was changed.',
        },
        {
          cs: 'Načtěte obrazovku znovu. Jde-li o vlastní program, pošlete platný JSON v UTF-8.',
          en: 'Reload the screen. A program of your own should send valid JSON in UTF-8.',
        },
      );
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal(
        413,
        'body-too-large',
        {
          cs: 'Požadavek je moc velký. Nic se nezměnilo.',
          en: 'The request is too large. Nothing was changed.',
        },
        {
          cs: 'Pošlete méně dat najednou; soubor s ceníkem smí mít nejvýše 5 MB.',
          en: 'Send less at once; a file with a price list may have at most 5 MB.',
        },
      );
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal(
        415,
        'media-type',
        {
          cs: 'Požadavek přišel v podobě, které pokladna nerozumí. Nic se nezměnilo.',
          en: 'The request came in a form that the register does not understand. Nothing was changed.',
        },
        {
          cs: 'Pošlete application/json, u ceníku text/csv.',
          en: 'Send application/json, or text/csv for a price list.',
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
  if (statusCode === 429) {
    return new Refusal(
      429,
      'too-many-requests',
      {
        cs: 'Z tohoto přístroje přišlo příliš mnoho požadavků najednou. Tento se neprovedl.',
        en: 'Too many requests came from this device at once. This one was not carried out.',
      },
      { cs: 'Chvíli počkejte a zkuste to znovu.', en: 'Wait a while and try again.' },
    );
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
      { cs: 'Načtěte obrazovku znovu.', en: 'Reload the screen.' },
    );
  }
  return undefined;
}

/** A bug of ours: nothing of the inside is told, only where to find it in the log. */
export function bugRefusal(id: string): Refusal {
  return new Refusal(
    500,
    'internal',
    {
      cs: 'V pokladně nastala nečekaná chyba, požadavek se nedokončil. Prodávat se dá dál.',
      en: 'An unexpected fault happened in the register and the request was not finished. Sales can go on.',
    },
    {
      cs: `Načtěte obrazovku znovu a zkontrolujte, co se uložilo. Technikovi řekněte kód ${id}.`,
      en: `Reload the screen and check what was saved. Tell the technician the code ${id}.`,
    },
    { id },
  );
}
