/** No clock of a register that runs this program stands before it was written. */
export const BUILT_MS = Date.UTC(2026, 10, 1);
