import type { Desk } from '../../eet/desk.ts';
import type { App } from '../app.ts';
import {
  EetCertificateImport,
  EetCertificateView,
  EetSaleList,
  EetSalesQuery,
  EetSaleView,
  EetTakeOver,
  EetTestResult,
  EetView,
} from '../contract.ts';
import { ById } from './params.ts';

const tags = ['eet'];
/** Each is a message to the tax authority. */
const rateLimit = { max: 6, timeWindow: 60_000 };

export function eetRoutes(app: App, eet: Desk): void {
  app.get(
    '/api/eet',
    {
      schema: {
        tags,
        summary: 'How registering with the tax authority stands',
        response: { 200: EetView },
      },
    },
    () => eet.view(),
  );

  app.get(
    '/api/eet/sales',
    {
      schema: {
        tags,
        summary: 'Sales that are registered, of all registers, newest first',
        querystring: EetSalesQuery,
        response: { 200: EetSaleList },
      },
    },
    (request) => eet.sales(request.query),
  );

  app.get(
    '/api/receipts/:id/eet',
    {
      schema: {
        tags,
        summary: 'How one receipt stands, with every attempt made here',
        params: ById,
        response: { 200: EetSaleView },
      },
    },
    (request) => eet.sale(request.params.id),
  );

  app.post(
    '/api/eet/certificate',
    {
      // A password of eight characters is not to be found by trying.
      config: { right: 'settings', rateLimit },
      schema: {
        tags,
        summary: 'Bring in a certificate; its password is used once and forgotten',
        body: EetCertificateImport,
        response: { 200: EetCertificateView },
      },
    },
    (request) => eet.importCertificate(request.body),
  );

  app.post(
    '/api/receipts/:id/eet/resend',
    {
      config: { right: 'settings' },
      schema: {
        tags,
        summary: 'Try a rejected one again',
        params: ById,
        response: { 200: EetSaleView },
      },
    },
    (request) => eet.resend(request.params.id),
  );

  app.post(
    '/api/eet/test',
    {
      config: { right: 'settings', rateLimit },
      schema: {
        tags,
        summary: 'Send a message that records nothing',
        response: { 200: EetTestResult },
      },
    },
    () => eet.test(),
  );

  app.post(
    '/api/eet/take-over',
    {
      config: { right: 'settings' },
      schema: {
        tags,
        summary: 'Send what a silent register has left unsent',
        body: EetTakeOver,
        response: { 200: EetView },
      },
    },
    (request) => eet.takeOver(request.body.registerId, request.actor),
  );
}
