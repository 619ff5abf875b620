/**
 * Why nothing came over the network, as the end of a sentence without its full stop: what the innermost error says, since
 * those around it only say that something failed.
 */
export function failureReason(error: unknown): string {
  const { message, cause, code = '' } = error as Error & { code?: string };
  if (/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code)) return 'nothing came for too long';
  if (cause instanceof Error) return failureReason(cause);
  // Where several addresses of a host were tried, the error of all of them has no text, but a code.
  return message.replace(/\.$/, '') || code || 'no reason is known';
}
