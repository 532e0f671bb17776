import { CHECKS } from './checks.ts';
import { examine } from './examination.ts';
import { openEyes, type Place } from './eyes/open-eyes.ts';

/** Process: looks at everything at once and says of each check, as it ends, what it has found. */
const [, , place = ''] = process.argv;
// The timers of the world do not keep a process alive; as long as somebody listens, it is.
process.channel?.ref();
const eyes = openEyes(JSON.parse(place) as Place);

await Promise.all(
  CHECKS.map(async (check) => {
    const findings = await examine(check, eyes);
    if (process.connected) process.send?.({ check: check.id, findings });
  }),
);
if (process.connected) process.disconnect();
// A look that was given up may still hold a thread or a socket; nobody waits for it.
process.kill(process.pid, 'SIGKILL');
