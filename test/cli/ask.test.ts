import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createAsk } from '../../src/cli/ask.ts';

function person() {
  const input = new PassThrough();
  const output = new PassThrough();
  const stop = new AbortController();
  const ask = createAsk(input as never, output as never, stop.signal);
  return { input, output, stop, ask };
}

test('shows the question and returns the line', async () => {
  const { input, output, ask } = person();
  const answer = ask('Model prompt >>> ');
  input.write('Once upon\n');
  expect(await answer).toBe('Once upon');
  expect(String(output.read())).toBe('Model prompt >>> ');
});

test('loses no line when several arrive together', async () => {
  const { input, ask } = person();
  input.end('one\ntwo\n\nthree');
  const lines = [await ask(''), await ask(''), await ask(''), await ask(''), await ask(''), await ask('')];
  expect(lines).toEqual(['one', 'two', '', 'three', null, null]);
});

test('returns null when interrupted, and asks no more questions', async () => {
  const { stop, ask } = person();
  const answer = ask('?');
  stop.abort();
  expect(await answer).toBeNull();
  expect(await ask('?')).toBeNull();
});
