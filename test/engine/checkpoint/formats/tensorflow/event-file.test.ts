import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type EventTime,
  eventRecord,
  type TensorboardEvent,
} from '../../../../../src/engine/checkpoint/formats/tensorflow/event-file.ts';
import { readEvents } from './event-reader.ts';

/** The events of recorded/make_tensorboard_events.py. */
const events: readonly (readonly [TensorboardEvent, EventTime])[] = [
  [{ type: 'version' }, { seconds: 1790000000.25, step: 0 }],
  [{ type: 'start' }, { seconds: 1790000000.25, step: 41 }],
  [
    { type: 'scalars', values: { loss: 3.25, learning_rate: 0.0001 } },
    { seconds: 1790000001.5, step: 41 },
  ],
  [
    { type: 'scalars', values: { val_loss: 0 } },
    { seconds: 1790000002, step: 300 },
  ],
  [
    { type: 'texts', tag: 'samples', texts: [`# One\n\nä 🙂 ${'long '.repeat(40)}`, ''] },
    { seconds: 1790000003, step: 300 },
  ],
];
const file = Buffer.concat(events.map(([event, time]) => eventRecord(event, time)));

describe('an event file', () => {
  it("has the bytes that TensorBoard's own writer gives it", () => {
    const recorded = readFileSync(new URL('../recorded/tensorboard-events.bin', import.meta.url));
    expect(file.toString('hex')).toBe(recorded.toString('hex'));
  });

  it('is read back', () => {
    expect(readEvents(file)).toEqual([
      { seconds: 1790000000.25, step: 0, version: 'brain.Event:2' },
      { seconds: 1790000000.25, step: 41, starts: true },
      { seconds: 1790000001.5, step: 41, scalars: { loss: 3.25, learning_rate: Math.fround(0.0001) } },
      { seconds: 1790000002, step: 300, scalars: { val_loss: 0 } },
      {
        seconds: 1790000003,
        step: 300,
        texts: { tag: 'samples', texts: [expect.stringMatching(/^# One\n\nä 🙂/), ''] },
      },
    ]);
  });

  it.each([8, 12, 40])('does not pass its checksums with another byte at %i', (at) => {
    const damaged = Uint8Array.from(file);
    damaged[at] ^= 1;
    expect(() => readEvents(damaged)).toThrow(/is wrong/);
  });
});
