import type { Intruder, IntruderWhy } from '../../sync/index.ts';
import type { SiblingsView } from '../http/contract.ts';

/** Who was turned away lately, newest first; the log has all of them. */
export interface IntruderLog {
  saw(what: Intruder, at: string): void;
  list(): SiblingsView['intruders'];
}

const KEPT = 20;

export function createIntruderLog(): IntruderLog {
  let seen: (Omit<Intruder, 'count'> & { count: number; at: string })[] = [];
  return {
    saw({ count, ...what }, at) {
      const same = seen.find(
        (one) => one.address === what.address && one.why === what.why && one.name === what.name,
      );
      seen = [
        { ...what, at, count: count + (same?.count ?? 0) },
        ...seen.filter((one) => one !== same),
      ].slice(0, KEPT);
    },
    list: () =>
      seen.map(({ at, address, count, why, name }) => {
        const [cs, en] = WORDS[why];
        const who = name === null ? '' : ` (${name})`;
        return { at, address, count, cs: `${cs}${who}`, en: `${en}${who}` };
      }),
  };
}

const WORDS: Readonly<Record<IntruderWhy, readonly [cs: string, en: string]>> = {
  'no-certificate': ['bez certifikátu', 'without a certificate'],
  'foreign-certificate': ['s certifikátem jiného obchodu', "with another shop's certificate"],
  'other-name': ['s certifikátem pro něco jiného', 'with a certificate for something else'],
  'not-admitted': ['s odvolaným certifikátem', 'with a revoked certificate'],
  'client-id': ['pod cizím jménem', "under somebody else's name"],
  settings: ['s nedovoleným nastavením spojení', 'with settings that are not allowed'],
  topic: ['chtěl poslouchat, co není pro něj', 'wanted to hear what is not meant for it'],
  publish: ['chtěl něco říct', 'wanted to say something'],
  'too-big': ['poslal příliš velkou zprávu', 'sent too large a message'],
  'not-tls': ['bez šifrování', 'without encryption'],
  'not-mqtt': ['mluví něčím jiným než MQTT', 'speaks something other than MQTT'],
  'too-slow': ['nedokončil připojení', 'did not finish connecting'],
  'too-many': ['příliš mnoho spojení', 'too many connections'],
};
