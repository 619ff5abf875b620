import { expect, it, test } from 'vitest';
import { exportedObject } from '../../../../src/blog/import/sites/object-literal.ts';

it.each([
  ['module.exports = { tags: "posts" };', { tags: 'posts' }],
  [
    'export default { tags: ["a", \'b\'], n: 1.5, yes: true, no: false, none: null }',
    { tags: ['a', 'b'], n: 1.5, yes: true, no: false, none: null },
  ],
  ['export default () => ({ draft: true })', { draft: true }],
  ['module.exports = function () {\n  return { a: { b: [1, { c: 2 }] } };\n};', { a: { b: [1, { c: 2 }] } }],
  ['export default { "a-b": `c`, \'d\': "e\\"f" }', { 'a-b': 'c', d: 'e"f' }],
  ['export default { a: 1, // b: 2,\n /* c: 3 */ d: 4, }', { a: 1, d: 4 }],
  [
    'export default { fn() { return { x: 1 }; }, async g(a, b) {}, h: (x) => ({ y: 1 }), a: 2 }',
    { h: undefined, a: 2 },
  ],
  [
    `export default { a: process.env.X, b: \`x$\{1}\`, c: "d" + e, f: 1 }`,
    { a: undefined, b: undefined, c: undefined, f: 1 },
  ],
  ['export default { ...rest, [key]: 1, short, a: 2 }', { a: 2 }],
  ['export default { a: -1, b: [x, 2] }', { a: undefined, b: [undefined, 2] }],
  ['export default { a: 1', { a: 1 }],
  ['const a = 1;', null],
  ['', null],
])('%s', (program, expected) => {
  expect(exportedObject(program)).toEqual(expected);
});

test('takes linear time for any program', () => {
  const before = performance.now();
  for (const part of ['{a:', '[', '(', '{', '"', '`', '/*', 'a:{},', '}', 'a', ' ', '\\', '{a:[']) {
    exportedObject(`export default {${part.repeat(300_000 / part.length)}`);
  }
  expect(performance.now() - before).toBeLessThan(4000);
});
