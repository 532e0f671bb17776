import { useEffect, useState } from 'preact/hooks';
import { frame } from '../i18n/frame.ts';
import { Icon } from './icon.tsx';

const SAID_MS = 2_000;

/** Puts a text into the clipboard. Where the browser does not give it (plain HTTP), there is no button. */
export function CopyButton({ text, of }: { text: string; of: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  if (!navigator.clipboard) return null;
  return (
    <button
      type="button"
      class="button"
      aria-label={`${frame().copy}: ${of}`}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      <Icon name={copied ? 'check' : 'copy'} />
      <span role="status">{copied ? frame().copied : frame().copy}</span>
    </button>
  );
}
