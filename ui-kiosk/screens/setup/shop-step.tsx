import { useEffect, useState } from 'preact/hooks';
import { api } from '../../client/api.ts';
import { onEvent } from '../../store/sync.ts';
import { useLoad } from '../../widgets/load.tsx';
import { Note } from '../../widgets/note.tsx';
import { JoinFields, useJoinForm } from '../siblings/join-form.tsx';
import { siblingsWords } from '../siblings/words.ts';
import { SellerForm } from './seller-form.tsx';
import { Step, type StepProps, stateOf } from './step.tsx';
import { setupWords } from './words.ts';

/** A shop of its own, or one that is running already. */
export function ShopStep(step: StepProps) {
  const t = setupWords();
  const done = stateOf(step.view, 'shop') === 'done';
  const [way, choose] = useState<'new' | 'join' | null>(done ? 'new' : null);
  if (step.view.shop.paired) return <Joined {...step} />;
  if (way === 'join') return <Join {...step} back={() => choose(null)} />;
  if (way === 'new') return <SellerForm {...step} back={() => choose(null)} />;
  return (
    <Step title={t.shopTitle} step={step} done={done}>
      <div class="setup-choices">
        <button type="button" class="button setup-choice" onClick={() => choose('new')}>
          <strong class="large">{t.newShop}</strong>
          <span>{t.newShopText}</span>
        </button>
        <button type="button" class="button setup-choice" onClick={() => choose('join')}>
          <strong class="large">{t.joinShop}</strong>
          <span>{t.joinShopText}</span>
        </button>
      </div>
    </Step>
  );
}

function Join(step: StepProps) {
  const t = setupWords();
  const siblings = useLoad(api.siblings, []);
  const { reload } = siblings;
  useEffect(
    () =>
      onEvent(({ kind }) => {
        if (kind === 'siblings') void reload();
      }),
    [reload],
  );
  const form = useJoinForm(() => void step.reload());
  return (
    <Step
      title={t.joinTitle}
      step={step}
      done={false}
      primary={{
        label: form.doing.slow.value ? siblingsWords().joining : siblingsWords().join,
        disabled: !form.whole || form.doing.busy.value,
        onClick: form.join,
      }}
    >
      <div class="setup-form">
        <JoinFields form={form} hosts={siblings.value.value?.hosts ?? []} />
      </div>
    </Step>
  );
}

function Joined(step: StepProps) {
  const t = setupWords();
  const { registers, drawing } = step.view.shop;
  const names = registers.map(({ name }) => name).join(', ');
  return (
    <Step title={t.joined} step={step} done>
      <p>{names === '' ? t.joinedAlone : t.joinedWith(names)}</p>
      {drawing && <Note kind="info">{t.drawing}</Note>}
    </Step>
  );
}
