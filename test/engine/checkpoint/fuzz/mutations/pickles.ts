import type { Random } from '../../../../../src/engine/random.ts';
import { interestingNumber, joined, type Mutation, mutateBytes, pick } from './bytes.ts';
import { changeOne, mutateList } from './lists.ts';

/** Bytes of what follows an instruction that has something of a fixed length behind it. */
const FIXED: Readonly<Record<string, number>> = {
  '\x80': 1,
  '\x95': 8,
  J: 4,
  K: 1,
  M: 2,
  G: 8,
  q: 1,
  r: 4,
  h: 1,
  j: 4,
};
/** Bytes of the length of what follows, for those that tell it. */
const TOLD: Readonly<Record<string, number>> = { X: 4, T: 4, '\x8c': 1, U: 1, '\x8a': 1 };
const GLOBAL = 'c';
/** Instructions that stand alone: they only push, put together and take apart. */
const ALONE = [...'N}]()tasuebQR.', '\x85', '\x86', '\x87', '\x88', '\x89', '\x93', '\x94', '0', '2'];

/** Damages a pickle instruction by instruction. */
export const mutatePickle: Mutation = (random, content, others) => {
  const instructions = split(content);
  if (instructions.length < 2) return null;
  const way = random.below(6);
  if (way < 3) return joined(mutateList(random, instructions, split(pick(random, others))));
  if (way === 3) {
    const at = random.below(instructions.length);
    const inserted = Uint8Array.of(pick(random, ALONE).charCodeAt(0));
    return joined([...instructions.slice(0, at), inserted, ...instructions.slice(at)]);
  }
  const changed = changeOne(random, instructions, (instruction) => changeArgument(random, instruction));
  return changed === null ? null : joined(changed);
};

/** Another number or text behind the same instruction, its length right. */
function changeArgument(random: Random, instruction: Uint8Array): Uint8Array {
  const code = String.fromCharCode(instruction[0]);
  const lengthBytes = TOLD[code] ?? 0;
  const argument = instruction.subarray(1 + lengthBytes);
  if (argument.length === 0) return Uint8Array.of(pick(random, ALONE).charCodeAt(0));
  if (lengthBytes > 0) {
    const text = mutateBytes(random, argument, [argument]) ?? argument;
    const told = lengthBytes === 1 ? text.subarray(0, 255) : text;
    return joined([instruction.subarray(0, 1), littleEndian(BigInt(told.length), lengthBytes), told]);
  }
  if (code === GLOBAL) return mutateBytes(random, instruction, [instruction]) ?? instruction;
  const before = argument.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  return joined([instruction.subarray(0, 1), littleEndian(interestingNumber(random, before, 300), argument.length)]);
}

/** The instructions up to one that is cut short. */
function split(content: Uint8Array): Uint8Array[] {
  const instructions: Uint8Array[] = [];
  for (let at = 0; at < content.length; ) {
    const end = instructionEnd(content, at);
    instructions.push(content.subarray(at, end));
    at = end;
  }
  return instructions;
}

function instructionEnd(content: Uint8Array, at: number): number {
  const code = String.fromCharCode(content[at]);
  if (code === GLOBAL) {
    const first = content.indexOf(10, at);
    const second = first < 0 ? -1 : content.indexOf(10, first + 1);
    return second < 0 ? content.length : second + 1;
  }
  const begin = at + 1 + (FIXED[code] ?? 0);
  const lengthBytes = TOLD[code];
  if (lengthBytes === undefined) return begin;
  const length = content.subarray(begin, begin + lengthBytes).reduceRight((value, byte) => value * 256 + byte, 0);
  return begin + lengthBytes + length;
}

function littleEndian(value: bigint, bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}
