import { useRef, useState } from 'preact/hooks';
import type { EetCertificateView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Switch, TextField } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { readP12 } from './p12-file.ts';
import { eetWords } from './words.ts';

/** A certificate of the tax portal into the register. The password goes with it once and is kept nowhere. */
export function CertificateDialog({
  onDone,
  onClose,
}: {
  onDone: (certificate: EetCertificateView) => void;
  onClose: () => void;
}) {
  const t = eetWords();
  const doing = useDoing();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [fileFault, setFileFault] = useState<keyof typeof t.fileFaults | null>(null);
  const [password, setPassword] = useState('');
  const [shown, show] = useState(false);
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
  const fault = fileFault ? t.fileFaults[fileFault] : asked && !file ? t.fileMissing : null;
  return (
    <Dialog
      title={t.upload}
      onClose={onClose}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button
            type="button"
            class="button primary"
            disabled={doing.busy.value}
            onClick={() => void upload()}
          >
            {doing.slow.value ? t.uploading : t.uploadDo}
          </button>
        </>
      }
    >
      <p class="quiet">{t.uploadText}</p>
      <input
        ref={picker}
        type="file"
        accept=".p12,.pfx"
        hidden
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          setFileFault(null);
          doing.fault.value = null;
          if (chosen) setFile(chosen);
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
          {fault}
        </p>
      )}
      <TextField
        label={t.password}
        value={password}
        secret={!shown}
        maxLength={64}
        hint={t.passwordHint}
        error={asked && password === '' ? t.passwordMissing : undefined}
        onInput={setPassword}
        onEnter={() => void upload()}
      />
      <Switch label={t.showPassword} on={shown} onChange={show} />
      <FaultNote fault={doing.fault.value} />
    </Dialog>
  );
}
