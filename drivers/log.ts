/** What a driver has to say to the operator's log; pino fits as it stands. */
export interface DriverLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** For callers and tests that do not listen. */
export const silentLog: DriverLog = { info: () => {}, warn: () => {} };
