import type { EetCertificateView } from '../../../daemon/http/contract.ts';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { CertificateFields, useCertificateForm } from './certificate-form.tsx';
import { eetWords } from './words.ts';

/** A certificate of the tax portal into the register. */
export function CertificateDialog({
  onDone,
  onClose,
}: {
  onDone: (certificate: EetCertificateView) => void;
  onClose: () => void;
}) {
  const t = eetWords();
  const form = useCertificateForm(onDone);
  return (
    <Dialog
      title={t.upload}
      onClose={onClose}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button type="button" class="button primary" disabled={form.doing.busy.value} onClick={form.upload}>
            {form.doing.slow.value ? t.uploading : t.uploadDo}
          </button>
        </>
      }
    >
      <CertificateFields form={form} />
    </Dialog>
  );
}
