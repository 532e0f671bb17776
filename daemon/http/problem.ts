import { Refusal } from '../refusal.ts';

/** RFC 9457 with a hint, in Czech and in English; further members as the refusal carries them. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly titleEn: string;
  readonly status: number;
  readonly code: string;
  readonly hint: string;
  readonly hintEn: string;
  readonly [member: string]: unknown;
}

export const PROBLEM_JSON = 'application/problem+json';

export function problemOf(refusal: Refusal): ProblemDocument {
  return {
    ...refusal.extra,
    type: `urn:kasad:${refusal.code}`,
    title: refusal.title.cs,
    titleEn: refusal.title.en,
    status: refusal.status,
    code: refusal.code,
    hint: refusal.hint.cs,
    hintEn: refusal.hint.en,
  };
}

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
        'Požadavku nejde rozumět, tělo není platný JSON. Nic se nezměnilo.',
        'Načtěte obrazovku znovu. Jde-li o vlastní program, pošlete platný JSON v UTF-8.',
      );
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal(
        413,
        'body-too-large',
        'Požadavek je moc velký. Nic se nezměnilo.',
        'Pošlete méně dat najednou; soubor s ceníkem smí mít nejvýše 5 MB.',
      );
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal(
        415,
        'media-type',
        'Požadavek přišel v podobě, které pokladna nerozumí. Nic se nezměnilo.',
        'Pošlete application/json, u ceníku text/csv.',
      );
    case 'FST_ERR_BAD_URL':
      return new Refusal(400, 'address', 'Adresa požadavku neplatí.', 'Opravte adresu.');
    default:
      break;
  }
  if (statusCode === 429) {
    return new Refusal(
      429,
      'too-many-requests',
      'Z tohoto přístroje přišlo příliš mnoho požadavků najednou. Tento se neprovedl.',
      'Chvíli počkejte a zkuste to znovu.',
    );
  }
  // The request itself was broken in a way that has no words of its own here.
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Refusal(
      statusCode,
      'request',
      'Požadavek nejde vyřídit. Nic se nezměnilo.',
      'Načtěte obrazovku znovu.',
    );
  }
  return undefined;
}

/** A bug of ours: nothing of the inside is told, only where to find it in the log. */
export function bugRefusal(id: string): Refusal {
  return new Refusal(
    500,
    'internal',
    'V pokladně nastala nečekaná chyba, požadavek se nedokončil. Prodávat se dá dál.',
    `Načtěte obrazovku znovu a zkontrolujte, co se uložilo. Technikovi řekněte kód ${id}.`,
    { id },
  );
}
