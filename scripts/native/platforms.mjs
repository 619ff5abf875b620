// The platforms for which a compiled library is published, in one package each.

const SCOPE = '@this-post-does-not-exist';

/**
 * `os`, `cpu` and `libc` have npm's values, so that it installs only the package that fits. `crossCompiler` compiles the
 * library on another platform; null if there is none.
 */
export const PLATFORMS = [
  { os: 'linux', cpu: 'x64', libc: 'glibc', crossCompiler: 'x86_64-linux-gnu-g++' },
  { os: 'linux', cpu: 'arm64', libc: 'glibc', crossCompiler: 'aarch64-linux-gnu-g++' },
  { os: 'darwin', cpu: 'arm64', libc: null, crossCompiler: null },
  { os: 'darwin', cpu: 'x64', libc: null, crossCompiler: null },
  { os: 'win32', cpu: 'x64', libc: null, crossCompiler: 'x86_64-w64-mingw32-g++' },
];

/** This machine, whether or not a package is published for it. Only Linux has several C libraries. */
export const HOST = {
  os: process.platform,
  cpu: process.arch,
  libc: process.platform === 'linux' && process.report.getReport().header.glibcVersionRuntime ? 'glibc' : null,
};

export function isHost({ os, cpu, libc }) {
  return os === HOST.os && cpu === HOST.cpu && libc === HOST.libc;
}

/** 'linux-x64', as in Node. */
export function platformName({ os, cpu }) {
  return `${os}-${cpu}`;
}

/** The name by which src/node/native-device/find-native-library.ts finds the package. */
export function packageName(platform) {
  return `${SCOPE}/cpu-${platformName(platform)}`;
}

export function libraryName({ os }) {
  return { win32: 'tpdne.dll', darwin: 'libtpdne.dylib' }[os] ?? 'libtpdne.so';
}
