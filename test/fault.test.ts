import { expect, test } from 'vitest';
import { Fault, shown } from '../src/fault.ts';

test('a message keeps its ends, however long the name is that a file has put between them', () => {
  const { message } = new Fault(`file.gguf gives ${'x'.repeat(1e6)} two axes. Copy it again.`);
  expect(message.length).toBeLessThan(2000);
  expect(message).toMatch(/^file\.gguf gives xxx.*xxx … xxx.*xxx two axes\. Copy it again\.$/);
});

test('a message never acts on a terminal, whatever a file calls its tensors', () => {
  expect(new Fault('a\x1b[2J\x9b\r\x07b\tc\nd é').message).toBe('a\ufffd[2J\ufffd\ufffd\ufffdb\tc\nd é');
});

test('any value is shown, also one that JSON cannot write', () => {
  expect([5, 'a', null, undefined, [1, 'b'], { c: -0 }].map(shown)).toEqual([
    '5',
    '"a"',
    'null',
    'undefined',
    '[1,"b"]',
    '{"c":0}',
  ]);
  expect(shown(JSON.parse('['.repeat(1e6) + ']'.repeat(1e6)))).toMatch(/nested too deep/);
});
