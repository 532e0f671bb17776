import { Type } from 'typebox';
import { Id } from '../../../wire/index.ts';

export const OfStore = Type.Object({ store: Id });
export const InStore = Type.Object({ store: Id, id: Id });
