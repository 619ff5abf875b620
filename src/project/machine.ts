/** Environment variables by name. They may be secret and are never shown. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The program and the machine that it runs on. */
export interface Machine {
  readonly program: ProgramFacts;
  readonly environment: Environment;
  readonly timeZone: string;
  /** Bytes of memory that this process can still allocate. */
  availableMemoryBytes(): number;
  /** Bytes of memory of the machine, or the limit of its container if that is lower. */
  totalMemoryBytes(): number;
  /** The version of a C++ compiler that can compile the kernels; null without one. */
  compilerVersion(): Promise<string | null>;
  /** The program that starts a command on several machines, with its version: 'mpirun (Open MPI) 4.1.4'; null without one. */
  mpiLauncher(): Promise<string | null>;
  /** How files in `folder` refer to a file of this package. */
  packagePathFrom(folder: string, file: string): Promise<string>;
  /** Loads a module of settings. Rejects with an `Error` that says why it could not be loaded. */
  importModule(path: string): Promise<{ readonly default?: unknown }>;
  /** Why modules in TypeScript cannot be loaded; null if they can. */
  readonly noTypeScriptBecause: string | null;
}

export interface ProgramFacts {
  readonly packageName: string;
  /** Version of this package. */
  readonly version: string;
  /** Version of Node, or of another runtime. */
  readonly node: string;
  /** 'linux-x64'. */
  readonly platform: string;
  /** How the program was started: the command line without settings. */
  readonly command: readonly string[];
  /** The folder that paths are relative to. */
  readonly folder: string;
}
