// What the scripts that compute on the CPU device are told about it: options of parseArgs, and what they mean.

/** On which threads, with which instructions and in which precision; spread into the options of a script. */
export function deviceOptions(precision = 'float32') {
  return {
    threads: { type: 'string' },
    'instruction-set': { type: 'string' },
    precision: { type: 'string', default: precision },
  };
}

/** The same as `openNativeDevice` takes it: what is not given is left to the device. */
export function deviceSettings({ threads, 'instruction-set': instructionSet, precision }) {
  return { threads: threads === undefined ? undefined : Number(threads), instructionSet, precision };
}

const clocks = {
  wall: () => performance.now(),
  processor: () => (process.cpuUsage().user + process.cpuUsage().system) / 1000,
};

/** The clock of this name, in milliseconds: 'wall', or 'processor' for the time that cores worked for this process. */
export function clockOf(name) {
  if (!Object.hasOwn(clocks, name)) throw new Error(`--clock takes ${Object.keys(clocks).join(' or ')}, got ${name}.`);
  return clocks[name];
}
