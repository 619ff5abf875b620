import { expect, it } from 'vitest';
import { downloadScreen } from '../../src/cli/download-screen.ts';
import { drawProgress, type Progress } from '../../src/cli/progress.ts';
import type { DownloadEvent } from '../../src/project/download-events.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

/** Shows events at the given seconds; returns the notes and the bars. */
function shown(events: readonly (readonly [number, DownloadEvent])[]) {
  const { surroundings, noted } = fakeSurroundings();
  const bars: (string | null)[] = [];
  const progress = (state: Progress | null) => bars.push(state === null ? null : drawProgress(state, 120));
  let seconds = 0;
  const show = downloadScreen({ ...surroundings.screen, progress }, () => seconds);
  for (const [at, event] of events) {
    seconds = at;
    show(event);
  }
  return { noted, bars };
}

const started = {
  type: 'download-started',
  name: '124M',
  path: 'models/124M',
  from: 'https://hub/gpt2',
  isResumable: true,
} as const;
const came = (bytesDone: number, doing: 'receiving' | 'checking' = 'receiving'): DownloadEvent => ({
  type: 'download-progress',
  doing,
  file: 'model.safetensors',
  bytesDone,
  bytes: 500e6,
});

it('a download shows its bytes, its speed and the time left', () => {
  const { noted, bars } = shown([
    [0, { ...started, bytes: 500e6, bytesThere: 100e6 }],
    [0, came(100e6, 'checking')],
    [1, came(110e6)],
    [3, came(150e6)],
    [20, came(160e6)],
    [22, came(200e6)],
  ]);
  expect(noted).toEqual([
    'Downloading 124M from https://hub/gpt2 to models/124M: 500 MB. Resuming: 100 MB are already here.',
  ]);
  expect(bars).toEqual([
    '█████░░░░░░░░░░░░░░░░░░░ · 100,000,000 of 500,000,000 bytes · checking model.safetensors',
    '█████░░░░░░░░░░░░░░░░░░░ · 110,000,000 of 500,000,000 bytes',
    '███████░░░░░░░░░░░░░░░░░ · 150,000,000 of 500,000,000 bytes · 20 MB/s · 18 s left',
    '████████░░░░░░░░░░░░░░░░ · 160,000,000 of 500,000,000 bytes',
    '██████████░░░░░░░░░░░░░░ · 200,000,000 of 500,000,000 bytes · 20 MB/s · 15 s left',
  ]);
});

it('reports a problem, and measures the speed again afterwards', () => {
  const { noted, bars } = shown([
    [0, came(1e6)],
    [1, came(2e6)],
    [2, { type: 'download-waiting', reason: 'the connection broke off', seconds: 1.5, failures: 2, tries: 6 }],
    [60, came(3e6)],
    [61, { type: 'downloaded', name: '124M', path: 'models/124M', parameters: 124439808, bytes: 5e8, wasThere: false }],
  ]);
  expect(noted).toEqual([
    'The connection broke off. Trying again in 2 s (try 3 of 6).',
    'Downloaded and verified: 124,439,808 parameters, 500 MB.',
  ]);
  expect(bars.slice(1)).toEqual([expect.stringContaining('1.0 MB/s'), expect.not.stringContaining('/s'), null]);
});
