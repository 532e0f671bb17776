import type { FastifyServerOptions } from 'fastify';
import { checkingSerializer, validatorCompiler } from './validate.ts';

type SchemaController = NonNullable<FastifyServerOptions['schemaController']>;

/**
 * What makes checks and text of schemas. Given to the framework at its birth, because it otherwise loads two
 * libraries of its own, which nothing here would use; its types know no other than those.
 */
export function ownCompilers(checkAnswers: boolean): SchemaController {
  return {
    compilersFactory: {
      buildValidator: () => validatorCompiler,
      buildSerializer: () => (checkAnswers ? checkingSerializer : () => JSON.stringify),
    },
  } as unknown as SchemaController;
}
