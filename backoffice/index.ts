export {
  type Backoffice,
  type BackofficeOptions,
  openBackoffice,
  type RunningBackoffice,
  startBackoffice,
} from './backoffice.ts';
export { type Config, readConfig } from './config.ts';
export { createLog } from './log.ts';
