import type { SourceItem } from '../../blog/import/post-source.ts';
import { type ExportInput, exportItems } from '../../pipeline/corpus/read-export.ts';
import type { FetchedDocument, Network, Project } from '../../project/project.ts';

/** How long a downloaded feed serves: a page shows one post after the other. */
const FEED_MS = 10 * 60_000;

/** Exports that are kept, in bytes of their files: their items take about as much memory. */
const MOST_BYTES = 2 ** 26;

interface KeptExport {
  /** When its file last changed, and its size then. */
  readonly state: string;
  readonly bytes: number;
  readonly read: Promise<ReadExport>;
}

interface ReadExport {
  readonly items: readonly SourceItem[];
  /** Why it could not be read further; null if it could. */
  readonly fault: { readonly error: unknown } | null;
}

/** What posts are read from, kept while pages show one post after the other: downloads, and the items of exports. */
export class KeptSources {
  /** The network of the project, which downloads the same address once in ten minutes. */
  readonly network: Network;
  readonly #project: Project;
  /** By path, the one that was used last at the end. */
  readonly #kept = new Map<string, KeptExport>();

  constructor(project: Project) {
    this.#project = project;
    this.network = keptDocuments(project);
  }

  /**
   * The items of an export, read once until its file changes. Feeds, folders and very large exports are read each time. Throws
   * what `exportItems` throws, after the items that could be read.
   */
  readonly items = (input: ExportInput): AsyncGenerator<SourceItem> => this.#items(input);

  async *#items(input: ExportInput): AsyncGenerator<SourceItem> {
    const status = await this.#project.files.stat(input.path).catch(() => null);
    if (status?.kind !== 'file' || status.bytes > MOST_BYTES) return yield* exportItems(input);
    const state = `${status.modifiedMs} ${status.bytes}`;
    const before = this.#kept.get(input.path);
    const kept = before?.state === state ? before : { state, bytes: status.bytes, read: readWhole(input) };
    this.#keep(input.path, kept);
    const { items, fault } = await kept.read;
    yield* items;
    if (fault !== null) throw fault.error;
  }

  #keep(path: string, kept: KeptExport): void {
    this.#kept.delete(path);
    this.#kept.set(path, kept);
    let bytes = [...this.#kept.values()].reduce((sum, each) => sum + each.bytes, 0);
    for (const [oldest, each] of this.#kept) {
      if (bytes <= MOST_BYTES) break;
      this.#kept.delete(oldest);
      bytes -= each.bytes;
    }
  }
}

async function readWhole(input: ExportInput): Promise<ReadExport> {
  const items: SourceItem[] = [];
  try {
    for await (const item of exportItems(input)) items.push(item);
    return { items, fault: null };
  } catch (error) {
    return { items, fault: { error } };
  }
}

/** A network that remembers what it downloaded for a while. */
function keptDocuments({ network, now }: Project): Network {
  const kept = new Map<string, { readonly at: number; readonly document: Promise<FetchedDocument> }>();
  return {
    fetchDocument(address) {
      const at = now().getTime();
      for (const [other, { at: since }] of kept) if (at - since > FEED_MS) kept.delete(other);
      const before = kept.get(address);
      if (before !== undefined) return before.document;
      // Without the signal of a request: others wait for the same document.
      const document = network.fetchDocument(address);
      kept.set(address, { at, document });
      document.catch(() => kept.delete(address));
      return document;
    },
  };
}
