/**
 * A machine that may lose power before or after any change to the disk. That call throws, and so does every later one, so
 * that no cleanup runs either, until the machine is started again. It is used to mock node:fs, node:fs/promises and
 * node:child_process.
 */
export class PowerLoss extends Error {}

class Machine {
  /** Called before and after each change; returns whether the power fails at that moment. */
  failsNow: () => boolean = () => false;
  #isOff = false;

  get isOff(): boolean {
    return this.#isOff;
  }

  start(): void {
    this.#isOff = false;
  }

  /** Throws if the power is off or fails at this moment. */
  draw(): void {
    if (!this.#isOff && this.failsNow()) this.#isOff = true;
    if (this.#isOff) throw new PowerLoss('The power is off.');
  }
}

export const machine = new Machine();

// biome-ignore lint/suspicious/noExplicitAny: all kinds of functions are wrapped.
type AnyFunction = (...given: any[]) => any;

/** Wraps the functions of a module that change something, so that a power cut can interrupt them. */
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

/** `execFile` whose callback gets an error when the power fails. */
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
