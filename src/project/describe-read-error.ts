/** Why the system could not read something, in a sentence that follows its path. */
export function describeReadError(error: unknown): string {
  const { code, message, path = '' } = error as Error & { readonly code?: string; readonly path?: string };
  switch (code) {
    case 'ENOENT':
      // Bytes of a name that are not UTF-8 are read as this character, and no longer name the file.
      if (path.includes('\uFFFD')) return 'its name is not in UTF-8; rename it.';
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
