/**
 * The reason why a request failed, as a clause without a full stop: the message of the innermost error, as the outer ones
 * only say that something failed.
 */
export function failureReason(error: unknown): string {
  const { message, cause, code = '' } = error as Error & { code?: string };
  if (/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code)) return 'nothing arrived for too long';
  if (cause instanceof Error) return failureReason(cause);
  const [, proxyStatus] = /^Proxy response \((\d+)\)|^Proxy Authentication Required \((407)\)/.exec(message) ?? [];
  if (proxyStatus !== undefined) return `the proxy answers ${proxyStatus}`;
  // When several addresses of a host failed, the error for all of them has a code and no text.
  return message.replace(/\.$/, '') || code || 'the reason is unknown';
}
