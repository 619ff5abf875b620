import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { SpillFile } from '../../../src/node/files/spill-file.ts';

it('returns the records in order, also more of them than one chunk holds', async () => {
  const file = await SpillFile.create<{ number: number; text: string; none?: undefined; date: Date }>();
  const rows = Array.from({ length: 300 }, (_, number) => ({
    number,
    text: 'é'.repeat(number * 30),
    date: new Date(number),
  }));
  for (const row of rows) await file.add(row);
  const read = [];
  for await (const row of file.records()) read.push(row);
  expect(read).toEqual(rows);
  await file.close();
});

it('is empty if nothing was added', async () => {
  const file = await SpillFile.create<number>();
  for await (const _ of file.records()) expect.unreachable();
  await file.close();
});

it('leaves no file behind, even while it is open', async () => {
  const file = await SpillFile.create<string>();
  await file.add('private');
  for await (const record of file.records()) expect(record).toBe('private');
  const holds = readdirSync(tmpdir()).filter((name) => name.startsWith('tpdne-'));
  expect(holds.flatMap((name) => readdirSync(`${tmpdir()}/${name}`).filter((inner) => inner === 'records'))).toEqual(
    [],
  );
  await file.close();
});
