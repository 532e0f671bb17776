import { useRef, useState } from 'preact/hooks';
import type { EetCertificateView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { type Doing, useDoing } from '../../widgets/doing.ts';
import { Switch, TextField } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { type P12Fault, readP12 } from './p12-file.ts';
import { eetWords } from './words.ts';

/** A .p12 file and its password, and bringing them in. The password goes with it once and is kept nowhere. */
export interface CertificateForm {
  readonly file: File | null;
  readonly password: string;
  /** What keeps it from being sent; null when it was not tried yet. */
  readonly fault: P12Fault | 'missing' | null;
  readonly passwordMissing: boolean;
  readonly doing: Doing;
  readonly choose: (file: File) => void;
  readonly setPassword: (password: string) => void;
  readonly upload: () => void;
}

export function useCertificateForm(onDone: (certificate: EetCertificateView) => void): CertificateForm {
  const doing = useDoing();
  const [file, setFile] = useState<File | null>(null);
  const [fileFault, setFileFault] = useState<P12Fault | null>(null);
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const upload = async () => {
    setAsked(true);
    if (!file || password === '' || doing.busy.value) return;
    const read = await readP12(file);
    if ('fault' in read) {
      setFileFault(read.fault);
      return;
    }
    setAsked(false);
    setPassword('');
    void doing.run(() => api.importEetCertificate({ p12: read.p12, password }), onDone);
  };
  return {
    file,
    password,
    fault: fileFault ?? (asked && !file ? 'missing' : null),
    passwordMissing: asked && password === '',
    doing,
    choose(chosen) {
      setFileFault(null);
      doing.fault.value = null;
      setFile(chosen);
    },
    setPassword,
    upload: () => void upload(),
  };
}

export function CertificateFields({ form }: { form: CertificateForm }) {
  const t = eetWords();
  const picker = useRef<HTMLInputElement>(null);
  const [shown, show] = useState(false);
  const { file, fault } = form;
  return (
    <>
      <p class="quiet">{t.uploadText}</p>
      <input
        ref={picker}
        type="file"
        accept=".p12,.pfx"
        hidden
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (chosen) form.choose(chosen);
        }}
      />
      <div class="row">
        <button type="button" class="button" data-focus onClick={() => picker.current?.click()}>
          {file ? t.otherFile : t.chooseFile}
        </button>
        <span class={file ? 'eet-file' : 'eet-file quiet'}>{file ? file.name : t.noFile}</span>
      </div>
      {fault && (
        <p class="small error" role="alert">
          {fault === 'missing' ? t.fileMissing : t.fileFaults[fault]}
        </p>
      )}
      <TextField
        label={t.password}
        value={form.password}
        secret={!shown}
        maxLength={64}
        hint={t.passwordHint}
        error={form.passwordMissing ? t.passwordMissing : undefined}
        onInput={form.setPassword}
        onEnter={form.upload}
      />
      <Switch label={t.showPassword} on={shown} onChange={show} />
      <FaultNote fault={form.doing.fault.value} />
    </>
  );
}
