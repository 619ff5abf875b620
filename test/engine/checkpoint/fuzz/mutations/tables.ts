import { formatTable, parseTable } from '../../../../../src/engine/checkpoint/formats/tensorflow/sorted-table.ts';
import { type Mutation, mutateBytes, pick } from './bytes.ts';
import { changeOne, mutateList } from './lists.ts';
import { mutateMessage } from './messages.ts';

const LARGEST_BYTES = 2 ** 15;

type Entry = readonly [name: string, value: Uint8Array];

/** Damages what is in an index of TensorFlow, whose checksums are right again. */
export const mutateTable: Mutation = (random, content, others) => {
  const entries = parse(content);
  if (entries === null || entries.length === 0) return null;
  if (random.below(3) === 0) return format(mutateList(random, entries, parse(pick(random, others)) ?? entries));
  const changed = changeOne(random, entries, ([name, value]): Entry | null => {
    if (random.below(8) === 0) {
      const bytes = new TextEncoder().encode(name);
      return [new TextDecoder().decode(mutateBytes(random, bytes, [bytes]) ?? bytes), value];
    }
    const damaged = mutateMessage(random, value, [value]) ?? mutateBytes(random, value, [value]);
    return damaged === null ? null : [name, damaged];
  });
  return changed === null ? null : format(changed);
};

function parse(content: Uint8Array): Entry[] | null {
  try {
    return parseTable(content);
  } catch {
    return null;
  }
}

function format(entries: readonly Entry[]): Uint8Array | null {
  // Such a table is refused for its length alone, and would take long to be made.
  if (entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > LARGEST_BYTES) return null;
  // In order, but for those that the mutation has put twice: without it all others would be refused at once.
  const inOrder = entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return formatTable(inOrder.map(([name, value]) => [name, [...value]]));
}
