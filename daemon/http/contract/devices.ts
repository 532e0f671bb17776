/* What is connected, as the kiosk API has it. */
import { type Static, Type } from 'typebox';
import { closed, Id, Name, Nullable, OneOf, Reason, Time, Words } from '../../../wire/index.ts';

export const DeviceView = Type.Object({
  id: Id,
  kind: OneOf(['printer', 'drawer', 'display', 'scale', 'scanner']),
  name: Name,
  url: Type.String(),
  profile: Nullable(Type.String()),
  state: OneOf(['up', 'connecting', 'down', 'attention']),
  /** One sentence: what it is doing or why it is not. */
  sentence: Words,
  hint: Nullable(Words),
  /** For printers: what is printed here. */
  routes: Type.Array(Type.String()),
  /** For printers: the number sent by `ESC t` for CP852. */
  codePage: Nullable(Type.Integer()),
});
export type DeviceView = Static<typeof DeviceView>;
export const DevicePatch = Type.Partial(
  Type.Object({ codePage: Type.Integer({ minimum: 0, maximum: 255 }) }),
  closed,
);
export const TestRequest = Type.Object({ page: OneOf(['basic', 'code-pages']) }, closed);
export const DrawerRequest = Type.Object({ reason: Reason }, closed);
export const DrawerOpening = Type.Object({
  at: Time,
  /** `sale`, `cash` (put in or taken out), `no-sale`, `key` (opened without us), `test`. */
  why: Type.String(),
  reason: Type.String(),
  staff: Nullable(Type.String()),
  outcome: Words,
});
export type DrawerOpening = Static<typeof DrawerOpening>;
export const Weight = Type.Object({ grams: Type.Integer() });
