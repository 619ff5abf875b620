import { describe, expect, it } from 'vitest';
import { TokenBuffer } from '../../../src/engine/tokens/token-buffer.ts';

describe('TokenBuffer', () => {
  it('grows, and gives what it was given', () => {
    const buffer = new TokenBuffer(50257);
    const ids = Array.from({ length: 5000 }, (_, i) => (i * 31) % 50257);
    for (let i = 0; i < ids.length; i += 5) buffer.push(ids.slice(i, i + 5));
    buffer.push(Array(20_000).fill(7));
    expect(buffer.length).toBe(25_000);
    expect(buffer.take()).toEqual(Uint16Array.from([...ids, ...Array(20_000).fill(7)]));
  });

  it('is empty after take, which gives an array of its own', () => {
    const buffer = new TokenBuffer(50257);
    buffer.push([1, 2]);
    const first = buffer.take();
    expect(buffer.length).toBe(0);
    buffer.push([3]);
    expect([first, buffer.take()]).toEqual([Uint16Array.of(1, 2), Uint16Array.of(3)]);
  });

  it('forgets from the end', () => {
    const buffer = new TokenBuffer(50257);
    buffer.push([1, 2, 3]);
    buffer.truncate(1);
    buffer.truncate(2);
    expect(buffer.take()).toEqual(Uint16Array.of(1));
  });

  it('takes four bytes an id where two are too few', () => {
    const buffer = new TokenBuffer(65_537);
    buffer.push([65_536]);
    expect(buffer.take()).toEqual(Int32Array.of(65_536));
    expect(new TokenBuffer(65_536).take()).toBeInstanceOf(Uint16Array);
  });
});
