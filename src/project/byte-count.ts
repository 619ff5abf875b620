/** Formats bytes for people: '812 bytes', '548 MB', '1.5 GB', in powers of a thousand, as disks and networks are sold. */
export function byteCount(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} bytes`;
  const [unit, name] = bytes < 999_500 ? [1e3, 'kB'] : bytes < 999_500_000 ? [1e6, 'MB'] : [1e9, 'GB'];
  const count = bytes / unit;
  return `${count < 9.95 ? count.toFixed(1) : Math.round(count)} ${name}`;
}

/** '1,520 MB', rounded up: for disk space that is compared with other disk space. */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;
}

/** '12.3 GB': for memory that is compared with other memory. */
export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
