/**
 * Measures the packets of an MQTT stream as they pass and calls `tooBig` at the first whose length exceeds
 * `max_bytes`: at its header, before the parser has collected it. Neither aedes nor mqtt.js has such a limit; they
 * would gather up to 256 MB. [MQTT 3.1.1, 2.2 Fixed header: one byte of type, one to four bytes of length]
 */
export function frameMeter(max_bytes: number, tooBig: () => void): (chunk: Uint8Array) => void {
  let left = 0;
  let length = 0;
  let shift = -1;
  let stopped = false;

  return (chunk) => {
    for (let i = 0; i < chunk.length && !stopped; ) {
      if (left > 0) {
        const passed = Math.min(left, chunk.length - i);
        left -= passed;
        i += passed;
      } else if (shift < 0) {
        shift = 0;
        length = 0;
        i++;
      } else {
        const byte = chunk[i] as number;
        i++;
        length += (byte & 0x7f) * 2 ** shift;
        shift += 7;
        if (byte < 0x80) {
          left = length;
          shift = -1;
        }
        if (length > max_bytes || shift > 21) {
          stopped = true;
          tooBig();
        }
      }
    }
  };
}
