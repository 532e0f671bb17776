import type { Static } from 'typebox';
import type {
  SetupApplying,
  SetupConfigPatch,
  SetupLanguage,
  SetupMark,
  SetupScan,
  SetupScanRequest,
  SetupStepId,
  SetupView,
  TryDisplay,
  TryDrawer,
  TryPrinter,
  TryResult,
} from '../../../daemon/http/contract.ts';
import type { Answer } from '../../client/fault.ts';
import { type Method, send } from '../../client/request.ts';

/** A printer that is slow to answer, or a page of code pages on a serial line of 9600 baud. */
const TRY_TIMEOUT_MS = 60_000;

const ask = <T>(method: Method, path: string, body?: unknown, timeout_ms?: number): Promise<Answer<T>> =>
  send<T>({
    method,
    path: `/api/setup${path}`,
    ...(body === undefined ? {} : { body }),
    ...(timeout_ms === undefined ? {} : { timeout_ms }),
  });

/** What the register offers for setting it up. Apart from the rest of the API: it is loaded with the wizard. */
export const setupApi = {
  view: () => ask<SetupView>('GET', ''),
  config: (patch: Static<typeof SetupConfigPatch>) => ask<SetupApplying>('PATCH', '/config', patch),
  mark: (step: SetupStepId, state: Static<typeof SetupMark>['state']) =>
    ask<unknown>('POST', `/steps/${step}`, { state }),
  language: (language: Static<typeof SetupLanguage>['language']) =>
    ask<unknown>('PUT', '/language', { language }),
  finish: () => ask<unknown>('POST', '/finish', {}),

  scan: () => ask<SetupScan>('GET', '/scan'),
  startScan: (body: Static<typeof SetupScanRequest>) => ask<SetupScan>('POST', '/scan', body),
  stopScan: () => ask<SetupScan>('DELETE', '/scan'),

  tryPrinter: (body: Static<typeof TryPrinter>) =>
    ask<TryResult>('POST', '/try/printer', body, TRY_TIMEOUT_MS),
  tryDisplay: (body: TryDisplay) => ask<TryResult>('POST', '/try/display', body, TRY_TIMEOUT_MS),
  tryDrawer: (body: TryDrawer) => ask<TryResult>('POST', '/try/drawer', body, TRY_TIMEOUT_MS),
};
