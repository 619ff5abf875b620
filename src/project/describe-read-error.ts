/** Why the system could not read something, in a sentence that follows its path. */
export function describeReadError(error: unknown): string {
  const { code, message } = error as Error & { readonly code?: string };
  switch (code) {
    case 'ENOENT':
      return 'it is gone, or a link that leads nowhere.';
    case 'ELOOP':
      return 'it is a link that leads back to itself.';
    case 'EACCES':
    case 'EPERM':
      return 'you may not read it.';
    default:
      return `${message}.`;
  }
}
