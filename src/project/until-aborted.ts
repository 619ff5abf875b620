/** The answer of a person or a program; null once the signal is aborted, whoever is still asked. Throws what `answer` throws. */
export async function untilAborted<Answer>(
  answer: PromiseLike<Answer>,
  signal: AbortSignal | undefined,
): Promise<Answer | null> {
  if (signal === undefined) return answer;
  if (signal.aborted) return null;
  let stop = () => {};
  const aborted = new Promise<null>((resolve) => {
    stop = () => resolve(null);
  });
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
