import { useState } from 'preact/hooks';

/** The command that a screen stands for, or another one with its own `label`, with a button that copies it. */
export function CommandLine(props: { readonly line: string; readonly label?: string }) {
  const { line, label = 'The same in a terminal' } = props;
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(line).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    });
  };
  return (
    <p class="command-line">
      <span class="command-line-label">{label}</span>
      <code>{line}</code>
      <button type="button" class="quiet" onClick={copy}>
        {isCopied ? 'Copied' : 'Copy'}
      </button>
    </p>
  );
}
