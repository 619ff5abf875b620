/** What the environment says, by its names. It may hold secrets: nothing of it is shown. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The program and the machine that it runs on. */
export interface Machine {
  readonly program: ProgramFacts;
  readonly environment: Environment;
  readonly timeZone: string;
  /** Bytes of memory that this process can still get. */
  availableMemoryBytes(): number;
  /** Bytes of memory in the machine, or in its container if that may use less. */
  totalMemoryBytes(): number;
  /** The C++ compiler that the kernels could be compiled with; null without one. */
  compilerVersion(): Promise<string | null>;
  /** How a file in `folder` refers to a file of this package. */
  packagePathFrom(folder: string, file: string): Promise<string>;
  /** Loads a module of settings. Rejects with an `Error` that says why it cannot be loaded. */
  importModule(path: string): Promise<{ readonly default?: unknown }>;
  /** Why modules in TypeScript cannot be loaded; null if they can. */
  readonly noTypeScriptBecause: string | null;
}

export interface ProgramFacts {
  readonly packageName: string;
  /** Of this package. */
  readonly version: string;
  /** Of Node, or of what runs it instead. */
  readonly node: string;
  /** 'linux-x64'. */
  readonly platform: string;
  /** How it was started: the words of a command line without its settings. */
  readonly command: readonly string[];
  /** The folder that paths are relative to. */
  readonly folder: string;
}
