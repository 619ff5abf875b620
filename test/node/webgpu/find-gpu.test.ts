import { afterEach, expect, test, vi } from 'vitest';
import { NoGpuFault } from '../../../src/engine/device/webgpu/faults.ts';
import { loadingFault } from '../../../src/node/webgpu/dawn.ts';
import { findGpu } from '../../../src/node/webgpu/find-gpu.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.doUnmock('webgpu');
  vi.doUnmock('node:fs');
  vi.resetModules();
});

/** The module on a machine whose /dev has these files, with this package `webgpu`. */
async function moduleWith(files: Readonly<Record<string, readonly string[]>>, create: () => unknown) {
  vi.stubEnv('TPDNE_GPU', '');
  vi.resetModules();
  vi.doMock('node:fs', () => ({
    existsSync: (folder: string) => folder in files,
    readdirSync: (folder: string) => files[folder],
  }));
  vi.doMock('webgpu', () => ({ create }));
  return import('../../../src/node/webgpu/find-gpu.ts');
}

const hardware = { '/dev/dri': ['card0', 'renderD128'], '/dev': [] };
const adapter = (architecture: string, isFallbackAdapter = false) => ({
  requestAdapter: async () => ({
    info: { vendor: '', architecture, device: '', description: '', isFallbackAdapter },
  }),
});

test('TPDNE_GPU=none keeps it from looking', async () => {
  vi.stubEnv('TPDNE_GPU', 'none');
  expect(await findGpu()).toEqual({ missing: 'TPDNE_GPU is none' });
});

test
  .runIf(process.platform === 'linux')
  .each([{ '/dev': ['null', 'nvidiactl', 'dxgkrnl'] }, { '/dev': [], '/dev/dri': ['card0', 'by-path'] }])(
  'without the file of a GPU, the package is not loaded: %o',
  async (files) => {
    const create = vi.fn();
    const { findGpu } = await moduleWith(files, create);
    expect(await findGpu()).toEqual({ missing: 'no GPU was found' });
    expect(create).not.toHaveBeenCalled();
  },
);

test.each([hardware, { '/dev': ['nvidia0'] }, { '/dev': ['dxg'] }, { '/dev': ['kfd'] }])(
  'a GPU in hardware is found: %o',
  async (files) => {
    const { findGpu } = await moduleWith(files, () => adapter('hopper'));
    expect(await findGpu()).toMatchObject({ adapter: { info: { architecture: 'hopper' } } });
  },
);

test.each([
  ['swiftshader', false],
  ['software', false],
  ['anything', true],
] as const)('software is not taken: %s, fallback %s', async (architecture, isFallback) => {
  const { findGpu } = await moduleWith(hardware, () => adapter(architecture, isFallback));
  expect(await findGpu()).toEqual({
    missing: 'the only GPU that was found is software, which is slower than the CPU device',
  });
});

test.each([
  ['float32', false],
  ['float16', true],
] as const)('for operands %s, experimental features are asked for: %s', async (operands, isExperimental) => {
  const create = vi.fn((_: readonly string[]) => adapter('hopper'));
  const { findGpu } = await moduleWith(hardware, create as unknown as () => unknown);
  await findGpu(operands);
  await findGpu(operands);
  expect(create).toHaveBeenCalledTimes(1);
  expect(create.mock.calls[0][0].includes('enable-dawn-features=allow_unsafe_apis')).toBe(isExperimental);
});

test('without a driver it says what is needed', async () => {
  const { findGpu } = await moduleWith(hardware, () => ({ requestAdapter: async () => null }));
  const { missing } = (await findGpu()) as { missing: string };
  expect(missing).toMatch(/^No GPU was found: WebGPU needs a driver with Vulkan, Metal or Direct3D 12/);
});

test('a package that cannot be loaded is the reason', async () => {
  const { findGpu, requireAdapter } = await moduleWith(hardware, () => {
    throw new Error('wrong ELF class');
  });
  expect(await findGpu()).toEqual({ missing: 'The package webgpu cannot be loaded: wrong ELF class.' });
  await expect(requireAdapter()).rejects.toMatchObject({ code: new NoGpuFault('').code });
});

test('a package that is not installed can be', () => {
  const cause = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
  const fault = loadingFault(cause);
  expect(fault.message).toContain('is not installed; install it with: npm install webgpu.');
  expect(fault.cause).toBe(cause);
});
