import type { Random } from '../../../../../src/engine/random.ts';
import { interestingNumber, joined, type Mutation, mutateBytes, pick } from './bytes.ts';
import { mutateList } from './lists.ts';

/** Lists and objects as their items, in order and with names that may repeat; anything else as its text. */
type Node = string | { readonly items: readonly Node[] } | { readonly members: readonly Member[] };
type Member = readonly [name: string, value: Node];

const SCALARS = [
  '0',
  '-0',
  '-1',
  '1',
  '2',
  '0.5',
  '1e308',
  '1e400',
  '9007199254740991',
  '9007199254740993',
  '""',
].concat(
  [
    'null',
    'true',
    'false',
    '"1"',
    '"__proto__"',
    '"toString"',
    '"\\ud800"',
    '"\\u0000"',
    '"a b"',
    '"../a"',
    '[]',
    '{}',
  ],
  // What has no text of its own, and what JavaScript asks for one.
  ['{"toString":1}', '{"valueOf":null,"toString":null}', '{"length":4294967295}', '[[]]', '[null]'],
);
const NAMES = ['__proto__', 'constructor', 'toString', 'length', '', '0', '1', '\ud800'];
const DEEP = 20_000;

/** Damages a file of JSON so that it stays JSON. */
export const mutateJson: Mutation = (random, content, others) => {
  const root = parse(content);
  if (root === null) return null;
  const other = parse(pick(random, others)) ?? root;
  return new TextEncoder().encode(format(changeSomewhere(random, root, other, content.length)));
};

/** Damages JSON that lies in a file behind its length, eight bytes with the lowest first. */
export const mutateJsonHeader: Mutation = (random, content, others) => {
  const header = headerOf(content);
  if (header === null) return null;
  const headers = others.map(headerOf).filter((other) => other !== null);
  const mutation = random.below(4) === 0 ? mutateBytes : mutateJson;
  const changed = mutation(random, header, headers.length > 0 ? headers : [header]);
  if (changed === null) return null;
  const length = new BigUint64Array([BigInt(changed.length)]);
  return joined([new Uint8Array(length.buffer), changed, content.subarray(8 + header.length)]);
};

function headerOf(content: Uint8Array): Uint8Array | null {
  if (content.length < 8) return null;
  const length = new DataView(content.buffer, content.byteOffset).getBigUint64(0, true);
  return length > content.length - 8 ? null : content.subarray(8, 8 + Number(length));
}

function parse(content: Uint8Array): Node | null {
  try {
    return nodeOf(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content)));
  } catch {
    return null;
  }
}

/** Throws RangeError for what is too deep, which is no longer changed. */
function nodeOf(value: unknown): Node {
  if (Array.isArray(value)) return { items: value.map(nodeOf) };
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return { members: Object.entries(value).map(([name, value]) => [name, nodeOf(value)]) };
}

function format(node: Node): string {
  if (typeof node === 'string') return node;
  if ('items' in node) return `[${node.items.map(format).join(',')}]`;
  return `{${node.members.map(([name, value]) => `${JSON.stringify(name)}:${format(value)}`).join(',')}}`;
}

/** Goes down to some node and changes that. */
function changeSomewhere(random: Random, node: Node, other: Node, fileBytes: number): Node {
  if (typeof node === 'string' || random.below(4) === 0) return changed(random, node, other, fileBytes);
  const down = (child: Node) => changeSomewhere(random, child, other, fileBytes);
  if ('items' in node) {
    if (node.items.length === 0) return changed(random, node, other, fileBytes);
    const at = random.below(node.items.length);
    return { items: node.items.with(at, down(node.items[at])) };
  }
  if (node.members.length === 0) return changed(random, node, other, fileBytes);
  const at = random.below(node.members.length);
  const [name, value] = node.members[at];
  return { members: node.members.with(at, [name, down(value)]) };
}

function changed(random: Random, node: Node, other: Node, fileBytes: number): Node {
  const way = random.below(16);
  if (way === 0) return someNode(random, other);
  if (way === 1) return { items: [node] };
  if (way === 2) return '['.repeat(DEEP) + ']'.repeat(DEEP);
  if (typeof node === 'string') {
    const isWhole = /^-?\d{1,18}$/.test(node);
    if (isWhole && way < 12) return String(interestingNumber(random, BigInt(node), fileBytes));
    return pick(random, SCALARS);
  }
  if (way === 3) return pick(random, SCALARS);
  if ('items' in node) return { items: mutateList(random, node.items, itemsOf(other)) };
  if (way < 10 || node.members.length === 0) return { members: mutateList(random, node.members, membersOf(other)) };
  const at = random.below(node.members.length);
  const name = random.below(2) === 0 ? pick(random, NAMES) : pick(random, node.members)[0];
  return { members: node.members.with(at, [name, node.members[at][1]]) };
}

function someNode(random: Random, node: Node): Node {
  const children =
    typeof node === 'string' ? [] : 'items' in node ? node.items : node.members.map(([, value]) => value);
  return children.length === 0 || random.below(3) === 0 ? node : someNode(random, pick(random, children));
}

function itemsOf(node: Node): readonly Node[] {
  return typeof node !== 'string' && 'items' in node ? node.items : [node];
}

function membersOf(node: Node): readonly Member[] {
  return typeof node !== 'string' && 'members' in node ? node.members : [['a', node]];
}
