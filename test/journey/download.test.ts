import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeHub, type Trouble } from '../node/models/download/fake-hub.ts';
import { tinyRepository } from '../node/models/download/repositories.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { tpdne } from './tpdne.ts';

const MODEL = 'ann/tiny';
const weightsPath = /^\/[0-9a-f]{64}$/;

/** Sends the rest of the requested bytes in pieces so small that a busy machine, too, ends a program long before the last. */
const slowly: Trouble = (response, content, request) => {
  const [, first = '0'] = /^bytes=(\d+)-/.exec(request.headers.range ?? '') ?? [];
  const headers = { 'content-length': content.length - Number(first), etag: '"slow"' };
  response.writeHead(first === '0' ? 200 : 206, {
    ...headers,
    ...(first === '0' ? {} : { 'content-range': `bytes ${first}-${content.length - 1}/${content.length}` }),
  });
  let at = Number(first);
  const timer = setInterval(() => {
    response.write(content.subarray(at, at + 100));
    at += 100;
    if (at >= content.length) response.end();
  }, 50);
  response.on('close', () => clearInterval(timer));
};

async function workplace() {
  const cwd = temporaryFolder();
  const files = await tinyRepository();
  const server = await fakeHub({ [MODEL]: { files } });
  const env = {
    HF_ENDPOINT: server.address,
    HF_HUB_CACHE: join(cwd, 'cache'),
    NO_PROXY: '127.0.0.1',
    HF_TOKEN_PATH: join(cwd, 'token'),
    HF_TOKEN: '',
  };
  return { cwd, files, server, env };
}

test('a download that is killed repeatedly resumes each time, and ends with the same file', async () => {
  const { cwd, files, server, env } = await workplace();
  const partial = join(cwd, 'models/ann/.tiny.partial/model.safetensors');
  const bytesThere = () => (existsSync(partial) ? statSync(partial).size : 0);
  for (let kill = 1; kill <= 3; kill++) {
    const before = bytesThere();
    server.storage.trouble(weightsPath, slowly);
    const { signal } = await tpdne(['download', MODEL], {
      cwd,
      env,
      onStart(child) {
        const watch = setInterval(() => {
          if (bytesThere() >= before + 200) child.kill('SIGKILL');
        }, 10);
        child.on('close', () => clearInterval(watch));
      },
    });
    expect(signal).toBe('SIGKILL');
    expect(existsSync(join(cwd, 'models', MODEL))).toBe(false);
    const { exitCode, stderr } = await tpdne(['generate', '--model_name', MODEL, '--nsamples', '1'], { cwd, env });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`download it with: tpdne download ${MODEL}`);
  }
  const there = bytesThere();
  const { exitCode, stdout, stderr } = await tpdne(['download', MODEL], { cwd, env });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `models/${MODEL}\n` });
  expect(stderr).toContain('are already here.');
  expect(server.storage.asked.map(({ range }) => range)).toContain(`bytes=${there}-`);
  const weights = readFileSync(join(cwd, 'models', MODEL, 'model.safetensors'));
  expect(weights.equals(files['model.safetensors'])).toBe(true);
  expect(readdirSync(join(cwd, 'models'))).toEqual(['.gitignore', 'ann']);

  const list = await tpdne(['models'], { cwd, env });
  expect(list.stdout).toMatch(/^ann\/tiny +[\d,]+ +\d+ kB +safetensors +http:\/\/127\.0\.0\.1:\d+\/ann\/tiny$/m);
  expect(list.stdout).toMatch(/^124M +124,439,808 +548 MB +1,024 +unknown +unknown +MIT$/m);
  const json = await tpdne(['models', '--json'], { cwd, env });
  expect(JSON.parse(json.stdout.split('\n')[0])).toMatchObject({ type: 'model', name: MODEL, format: 'safetensors' });
});

test('two downloads of the same model do not interfere', async () => {
  const { cwd, server, env } = await workplace();
  let goOn = () => {};
  // Half of the file, and the rest once the second program has ended, however long it takes to start.
  server.storage.trouble(weightsPath, (response, content) => {
    response.writeHead(200, { 'content-length': content.length, etag: '"slow"' });
    response.write(content.subarray(0, content.length / 2));
    goOn = () => response.end(content.subarray(content.length / 2));
  });
  const first = tpdne(['download', MODEL], { cwd, env });
  while (!existsSync(join(cwd, 'models/ann/.tiny.partial/model.safetensors')))
    await new Promise((then) => setTimeout(then, 10));
  const second = await tpdne(['download', MODEL], { cwd, env });
  expect(second.exitCode).toBe(1);
  expect(second.stderr).toMatch(
    /^tpdne: Process \d+ downloads the same model\. Wait for it; if that process is gone, delete .*lock\.$/m,
  );
  goOn();
  expect((await first).exitCode).toBe(0);
});
