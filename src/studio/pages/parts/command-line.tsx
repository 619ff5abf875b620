import { useState } from 'preact/hooks';

/** The command that a screen stands for, with a button that copies it. */
export function CommandLine({ line }: { readonly line: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(line).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    });
  };
  return (
    <p class="command-line">
      <span class="command-line-label">The same in a terminal</span>
      <code>{line}</code>
      <button type="button" class="quiet" onClick={copy}>
        {isCopied ? 'Copied' : 'Copy'}
      </button>
    </p>
  );
}
