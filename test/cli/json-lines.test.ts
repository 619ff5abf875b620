import { expect, test } from 'vitest';
import { jsonOutput, printFault } from '../../src/cli/json-lines.ts';
import { Fault } from '../../src/fault.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

type Event = { readonly type: 'text-grew' | 'step' | 'done' };

async function* work(seen: string[]): AsyncGenerator<Event, { readonly steps: number }> {
  try {
    yield { type: 'step' };
    yield { type: 'text-grew' };
    yield { type: 'done' };
    return { steps: 1 };
  } finally {
    seen.push('closed');
  }
}

test('each event is a line, but for pieces of texts, and what is returned is the last one', async () => {
  const { surroundings, printed } = fakeSurroundings();
  const { screen, tap } = jsonOutput(surroundings.screen);
  const seen: string[] = [];
  for await (const event of tap(work(seen))) {
    seen.push(event.type);
    screen.print('not shown');
    screen.write('not shown');
  }
  expect(seen).toEqual(['step', 'text-grew', 'done', 'closed']);
  expect(printed).toEqual(['{"type":"step"}', '{"type":"done"}', '{"type":"result","steps":1}']);
});

test('work is closed if the loop is left', async () => {
  const { surroundings } = fakeSurroundings();
  const seen: string[] = [];
  for await (const _ of jsonOutput(surroundings.screen).tap(work(seen))) break;
  expect(seen).toEqual(['closed']);
});

test('a fault is a line with its code; a bug is not', () => {
  const { surroundings, printed } = fakeSurroundings();
  printFault(new Fault('No.'), surroundings.screen);
  printFault(new Error('bug'), surroundings.screen);
  expect(printed).toEqual(['{"type":"fault","code":"fault","message":"No."}']);
});
