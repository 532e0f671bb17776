import { Type } from 'typebox';
import type { Siblings } from '../../siblings/siblings.ts';
import type { App } from '../app.ts';
import {
  AddressRequest,
  GuestPapers,
  GuestRequest,
  JoinRequest,
  PairingView,
  SiblingsView,
} from '../contract.ts';
import { ById } from './params.ts';

const tags = ['siblings'];
const done = Type.Object({}, { additionalProperties: false });
const perMinute = (max: number) => ({ max, timeWindow: 60_000 });
const GuestName = Type.Object({ name: Type.String({ minLength: 1, maxLength: 32 }) });

/** `first`: nobody works on this register yet, so whoever stands at it may join it to a shop. */
export function siblingRoutes(app: App, siblings: Siblings, first: () => boolean): void {
  app.get(
    '/api/siblings',
    { schema: { tags, summary: 'The other registers of the shop', response: { 200: SiblingsView } } },
    async () => {
      await siblings.known();
      return siblings.view();
    },
  );

  app.post(
    '/api/siblings/code',
    {
      config: { right: 'pair-registers', rateLimit: perMinute(20) },
      schema: { tags, summary: 'Show a code for one new register', response: { 200: PairingView } },
    },
    () => siblings.showCode(),
  );

  app.delete(
    '/api/siblings/code',
    {
      config: { right: 'pair-registers' },
      schema: { tags, summary: 'Take the code back', response: { 200: done } },
    },
    async () => {
      await siblings.hideCode();
      return {};
    },
  );

  app.post(
    '/api/siblings/join',
    {
      config: {
        right: 'pair-registers',
        rateLimit: perMinute(20),
        // A shop whose people were deleted is still a shop.
        openTo: () => first() && !siblings.settled,
      },
      schema: {
        tags,
        summary: 'Join a shop by a code; on a register without staff nobody has to be signed in',
        body: JoinRequest,
        response: { 200: done },
      },
    },
    async (request) => {
      await siblings.join(request.body);
      return {};
    },
  );

  app.post(
    '/api/siblings/addresses',
    {
      config: { right: 'pair-registers', rateLimit: perMinute(20) },
      schema: {
        tags,
        summary: 'Where to look for a sibling that is not found by itself',
        body: AddressRequest,
        response: { 200: done },
      },
    },
    (request) => {
      siblings.addAddress(request.body.address);
      return {};
    },
  );

  app.post(
    '/api/siblings/go-alone',
    {
      config: { right: 'pair-registers' },
      schema: {
        tags,
        summary: 'Stop waiting for siblings that are gone for good and sell with what is here',
        response: { 200: done },
      },
    },
    () => {
      siblings.goAlone();
      return {};
    },
  );

  app.post(
    '/api/siblings/:id/revoke',
    {
      config: { right: 'pair-registers' },
      schema: { tags, summary: 'Cut a register off for good', params: ById, response: { 200: done } },
    },
    (request) => {
      siblings.revoke(request.params.id);
      return {};
    },
  );

  app.post(
    '/api/guests',
    {
      config: { right: 'pair-registers', rateLimit: perMinute(20) },
      schema: {
        tags,
        summary: 'A certificate for a kitchen screen or a script; its key is shown this once',
        body: GuestRequest,
        response: { 200: GuestPapers },
      },
    },
    (request) => siblings.addGuest(request.body.name),
  );

  app.post(
    '/api/guests/:name/revoke',
    {
      config: { right: 'pair-registers' },
      schema: { tags, summary: 'It may no longer listen', params: GuestName, response: { 200: done } },
    },
    (request) => {
      siblings.revokeGuest(request.params.name);
      return {};
    },
  );
}
