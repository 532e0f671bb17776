import { Type } from 'typebox';

export const ById = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) });

/** Headers of a request that moves money: the same key twice is one deed and one answer. */
export const Keyed = Type.Object({
  'idempotency-key': Type.String({ format: 'uuid', description: 'Made by the caller once for each deed' }),
});
