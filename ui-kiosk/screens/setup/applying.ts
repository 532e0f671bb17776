import type { SetupApplying, SetupConfigPatch } from '../../../daemon/http/contract.ts';
import type { Answer, Fault } from '../../client/fault.ts';
import { settingUp } from '../../store/signals.ts';
import { setupApi } from './setup-api.ts';

const LOOK_MS = 250;
/** The register starts within a second; a slow disk after a power cut takes longer. */
const PATIENCE_MS = 60_000;

/**
 * A change of the configuration, from the request until the register runs with it. It goes away for a moment in
 * between: the screen stays as it is, and is here again with the answer.
 */
export async function applyConfig(patch: Partial<SetupConfigPatch>): Promise<Answer<SetupApplying>> {
  settingUp.value = 'restart';
  try {
    const sent = await setupApi.config(patch);
    if (sent.fault) return sent;
    return await outcome(sent.value);
  } finally {
    settingUp.value = null;
  }
}

async function outcome(sent: SetupApplying): Promise<Answer<SetupApplying>> {
  const until = Date.now() + PATIENCE_MS;
  let now = sent;
  let fault: Fault | null = null;
  while (now.state === 'applying') {
    if (Date.now() > until) return { fault: fault ?? { kind: 'unreachable' } };
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const answer = await setupApi.view();
    fault = answer.fault ?? null;
    if (answer.fault) continue;
    // Another process than the one that was asked: the plug was pulled, and nobody remembers the question.
    if (!answer.value.applying) return { fault: forgotten() };
    // Somebody else may have changed it again meanwhile: then theirs is what came of it.
    now = answer.value.applying;
  }
  return now.state === 'refused' ? { fault: refusal(now) } : { value: now };
}

const forgotten = (): Fault =>
  refusal({
    cs: 'Pokladna se mezitím spustila znovu, třeba po výpadku proudu.',
    en: 'The register started anew meanwhile, perhaps after a power cut.',
    hintCs: 'Zkontrolujte, jestli tu změna je, a uložte ji ještě jednou.',
    hintEn: 'See whether the change is here, and save it once more.',
  });

const refusal = ({
  cs,
  en,
  hintCs,
  hintEn,
}: Pick<SetupApplying, 'cs' | 'en' | 'hintCs' | 'hintEn'>): Fault => ({
  kind: 'problem',
  problem: {
    type: 'urn:kasad:config-refused',
    code: 'config-refused',
    status: 409,
    title: cs,
    titleEn: en,
    hint: hintCs,
    hintEn,
  },
});
