// The platforms that a published package brings a compiled library for, one package each.

const SCOPE = '@this-post-does-not-exist';

/**
 * `os`, `cpu` and `libc` as npm compares them, so that it installs the one package that fits and no other.
 * `crossCompiler`: the compiler that makes the library on another machine, null where there is none to be had there.
 */
export const PLATFORMS = [
  { os: 'linux', cpu: 'x64', libc: 'glibc', crossCompiler: 'x86_64-linux-gnu-g++' },
  { os: 'linux', cpu: 'arm64', libc: 'glibc', crossCompiler: 'aarch64-linux-gnu-g++' },
  { os: 'darwin', cpu: 'arm64', libc: null, crossCompiler: null },
  { os: 'darwin', cpu: 'x64', libc: null, crossCompiler: null },
  { os: 'win32', cpu: 'x64', libc: null, crossCompiler: 'x86_64-w64-mingw32-g++' },
];

/** This machine, whether or not a package is published for it. Its C library counts on Linux alone, where it varies. */
export const HOST = {
  os: process.platform,
  cpu: process.arch,
  libc: process.platform === 'linux' && process.report.getReport().header.glibcVersionRuntime ? 'glibc' : null,
};

export function isHost({ os, cpu, libc }) {
  return os === HOST.os && cpu === HOST.cpu && libc === HOST.libc;
}

/** 'linux-x64': what Node calls it, too. */
export function platformName({ os, cpu }) {
  return `${os}-${cpu}`;
}

/** By this name src/node/native-device/find-native-library.ts looks for it. */
export function packageName(platform) {
  return `${SCOPE}/cpu-${platformName(platform)}`;
}

export function libraryName({ os }) {
  return { win32: 'tpdne.dll', darwin: 'libtpdne.dylib' }[os] ?? 'libtpdne.so';
}
