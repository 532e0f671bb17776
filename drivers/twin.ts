/**
 * The device's end of a line, as a virtual device sees it: an in-process FarEnd, or one end of a pseudo-terminal.
 */
export interface DeviceEnd {
  onData(listen: (bytes: Uint8Array) => void): void;
  send(bytes: Uint8Array): void;
}
