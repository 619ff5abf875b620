/** The library's entry for browsers: GPT-2 and its tokens, on any Device. */
export { Fault } from '../fault.ts';
export { Random } from './random.ts';
