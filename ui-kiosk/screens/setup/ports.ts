import type {
  SetupConfigPatch,
  SetupDisplay,
  SetupScale,
  SetupScanner,
} from '../../../daemon/http/contract.ts';

/** What may hang on a serial port beside a printer and a drawer, one of each. */
export const PORT_KINDS = ['display', 'scale', 'scanner'] as const;
export type PortKind = (typeof PORT_KINDS)[number];

/** What is said of a port, whatever hangs on it. */
export interface PortForm {
  readonly url: string;
  readonly profile: SetupDisplay['profile'];
  readonly protocol: SetupScale['protocol'];
  readonly end: SetupScanner['end'];
}

export function portPatch(
  kind: PortKind,
  { url, profile, protocol, end }: PortForm,
): Partial<SetupConfigPatch> {
  switch (kind) {
    case 'display':
      return { display: { url, profile } };
    case 'scale':
      return { scale: { url, protocol } };
    case 'scanner':
      return { scanner: { url, end } };
  }
}
