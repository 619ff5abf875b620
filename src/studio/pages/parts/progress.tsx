/** How much of a job is done; `share` is 0 to 1, or null if that is not known. */
export function ProgressBar({ share, label }: { readonly share: number | null; readonly label: string }) {
  return (
    <progress
      class="progress"
      aria-label={label}
      max={1}
      {...(share === null ? {} : { value: Math.min(1, Math.max(0, share)) })}
    />
  );
}
