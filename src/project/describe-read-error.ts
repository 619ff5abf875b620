/** Why the system could not read something, as a clause that follows its path. */
export function describeReadError(error: unknown): string {
  const { code, message, path = '' } = error as Error & { readonly code?: string; readonly path?: string };
  switch (code) {
    case 'ENOENT':
      // Node replaces bytes that are not UTF-8 by this character, so the name no longer opens the file.
      if (path.includes('\uFFFD')) return 'its name is not in UTF-8; rename it.';
      return 'it no longer exists, or it is a broken link.';
    case 'ELOOP':
      return 'it is a link to itself.';
    case 'EACCES':
    case 'EPERM':
      return 'you do not have permission to read it.';
    default:
      return `${message}.`;
  }
}
