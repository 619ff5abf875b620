import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createTerminal } from '../../src/cli/terminal.ts';

function fake({ isTTY = true, environment = {} as Record<string, string> } = {}) {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: (mode: boolean) => modes.push(mode) });
  const output = Object.assign(new PassThrough(), { isTTY, columns: 70, rows: 20 });
  let written = '';
  output.on('data', (text) => {
    written += String(text);
  });
  const stop = new AbortController();
  let interrupts = 0;
  const terminal = createTerminal({
    input: input as unknown as NodeJS.ReadStream,
    output: output as unknown as NodeJS.WriteStream,
    environment,
    signal: stop.signal,
    interrupt: () => interrupts++,
  });
  return { terminal, input, output, modes, stop, text: () => written, interrupts: () => interrupts };
}

it('gives keys by name, and leaves the terminal as it was', async () => {
  const { terminal, input, output, modes, text } = fake();
  terminal!.open();
  expect([terminal!.columns, terminal!.rows, terminal!.hasColor, modes]).toEqual([70, 20, true, [true]]);
  input.write('aD \r\x1b[A\x1b[6~é');
  const keys: (string | null)[] = [];
  for (let i = 0; i < 7; i++) keys.push(await terminal!.key());
  expect(keys).toEqual(['a', 'D', 'space', 'return', 'up', 'pagedown', 'é']);
  output.emit('resize');
  expect(await terminal!.key()).toBe('resize');
  terminal!.draw(['one', 'two']);
  terminal!.close();
  terminal!.close();
  expect(modes).toEqual([true, false]);
  expect(text()).toBe('\x1b[?1049h\x1b[2J\x1b[Hone\r\ntwo\x1b[?1049l');
  expect([input.listenerCount('keypress'), input.isPaused(), output.listenerCount('resize')]).toEqual([0, true, 0]);
});

it('turns Ctrl-C into an interrupt, and ends with the signal and the input', async () => {
  const first = fake();
  first.terminal!.open();
  first.input.write('a\x03');
  expect([await first.terminal!.key(), first.interrupts()]).toEqual([null, 1]);
  first.terminal!.close();
  const second = fake();
  second.terminal!.open();
  const waiting = second.terminal!.key();
  second.stop.abort();
  expect(await waiting).toBeNull();
  second.terminal!.close();
  const third = fake();
  third.terminal!.open();
  third.input.end();
  expect(await third.terminal!.key()).toBeNull();
  third.terminal!.close();
});

it('restores the terminal if the process exits', () => {
  const { terminal, modes, text } = fake();
  const before = process.listeners('exit');
  terminal!.open();
  const added = process.listeners('exit').filter((listener) => !before.includes(listener));
  for (const listener of added) listener.call(process, 0);
  expect([modes, text().endsWith('\x1b[?1049l'), process.listeners('exit')]).toEqual([[true, false], true, before]);
});

it('is there only for terminals that can do it, in colour unless a person says no', () => {
  expect(fake({ isTTY: false }).terminal).toBeNull();
  expect(fake({ environment: { TERM: 'dumb' } }).terminal).toBeNull();
  expect(fake({ environment: { NO_COLOR: '1' } }).terminal!.hasColor).toBe(false);
});
