/** Sent to the window when keys turn out to have been a scanner's: whoever took them as typing takes them back. */
export const SCANNED = 'kasad-scanned';
