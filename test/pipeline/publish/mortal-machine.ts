/**
 * A machine that may lose its power at any change it makes to the disk, before it or after it: the call throws, and so
 * does every later one, so that nothing is tidied up either, until it is started again. Mocks of node:fs, of
 * node:fs/promises and of node:child_process are made of it.
 */
export class PowerLoss extends Error {}

class Machine {
  /** Says before and after each change whether the power goes now. */
  failsNow: () => boolean = () => false;
  #isOff = false;

  get isOff(): boolean {
    return this.#isOff;
  }

  start(): void {
    this.#isOff = false;
  }

  /** Throws when the power is off, or goes now. */
  draw(): void {
    if (!this.#isOff && this.failsNow()) this.#isOff = true;
    if (this.#isOff) throw new PowerLoss('The power is off.');
  }
}

export const machine = new Machine();

// biome-ignore lint/suspicious/noExplicitAny: functions of every kind are wrapped.
type AnyFunction = (...given: any[]) => any;

/** The functions of a module that change something, so that they may be cut off. */
export function mortal<Module extends object>(module: Module, names: readonly (keyof Module & string)[]): Module {
  const changed = { ...module } as Record<string, unknown>;
  for (const name of names) {
    const act = module[name] as AnyFunction;
    changed[name] = name.endsWith('Sync') ? mortalAct(act) : mortalPromise(act);
  }
  return changed as Module;
}

function mortalAct(act: AnyFunction): AnyFunction {
  return (...given) => {
    machine.draw();
    const result = act(...given);
    machine.draw();
    return result;
  };
}

function mortalPromise(act: AnyFunction): AnyFunction {
  return async (...given) => {
    machine.draw();
    const result = await act(...given);
    try {
      machine.draw();
    } catch (error) {
      // A machine without power has no open files.
      await result?.close?.();
      throw error;
    }
    return result;
  };
}

/** `execFile`, whose callback comes with an error when the power goes. */
export function mortalExecFile(execFile: AnyFunction): AnyFunction {
  return (file, words, options, done) => {
    const cut = (): boolean => {
      try {
        machine.draw();
        return false;
      } catch (error) {
        done(error, '', '');
        return true;
      }
    };
    if (cut()) return;
    return execFile(file, words, options, (error: Error | null, out: string, stderr: string) => {
      if (!cut()) done(error, out, stderr);
    });
  };
}
