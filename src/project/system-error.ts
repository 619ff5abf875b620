/** An error like those of the system, for files that are not on a disk. */
export function systemError(code: string, path: string, cause?: unknown): Error {
  return Object.assign(new Error(`${code}: ${path}`, { cause }), { code, path, syscall: 'access' });
}
