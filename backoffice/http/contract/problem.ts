import { type Static, Type } from 'typebox';

/** Every refusal, RFC 9457, as `application/problem+json`. */
export const Problem = Type.Object({
  /** `urn:kasad:<code>`. */
  type: Type.String(),
  /** What happened and what it means, in Czech; `titleEn` in English. */
  title: Type.String(),
  titleEn: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  /** What to do, likewise. */
  hint: Type.String(),
  hintEn: Type.String(),
  /** With `invalid`: what is wrong where, by JSON pointer. */
  fields: Type.Optional(
    Type.Array(
      Type.Object({
        pointer: Type.String(),
        complaint: Type.Object({ cs: Type.String(), en: Type.String() }),
      }),
    ),
  ),
  /** With 429 and 503: seconds until it makes sense to ask again; the header Retry-After says the same. */
  retryAfter_s: Type.Optional(Type.Integer()),
});
export type Problem = Static<typeof Problem>;
