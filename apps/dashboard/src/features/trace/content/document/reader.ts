import { answer } from "./answer.ts";
import type {
  DocumentAnswer,
  DocumentMode,
  DocumentReply,
  DocumentRequest,
  DocumentRow,
  DocumentShape,
  DocumentSource,
} from "./protocol.ts";
import { TextDocument } from "./text-document.ts";

/** Texts up to here are read at once; a worker would only make them flicker. */
const readHereCharacters = 64 * 1024;
const blockRows = 200;

export interface Snapshot {
  status: "reading" | "ready" | "failed";
  shape: DocumentShape;
  /** The words that `count` belongs to. */
  found: { words: string; count: number; more: boolean } | null;
}

const nothing: DocumentShape = {
  isJson: false,
  complete: true,
  characters: 0,
  values: 0,
  rowCount: 0,
  more: false,
};

/** A document as the page sees it: rows that are here, and a word when others have arrived. */
export class DocumentReader {
  private readonly listeners = new Set<() => void>();
  private blocks = new Map<number, DocumentRow[] | null>();
  /** What stood there before a change, until its new rows arrive. */
  private outdated = new Map<number, DocumentRow[] | null>();
  private readonly source: DocumentSource;
  private mode: DocumentMode;
  private generation = 0;
  private snapshot: Snapshot = { status: "reading", shape: nothing, found: null };
  /** A document that was read on this thread answers at once. */
  private readonly here: TextDocument | null;
  private worker: ReturnType<typeof askWorker> | null = null;

  constructor(source: DocumentSource, mode: DocumentMode) {
    this.source = source;
    this.mode = mode;
    const isSmall = "text" in source && source.text.length <= readHereCharacters;
    this.here = isSmall ? new TextDocument(source.text) : null;
    if (this.here) this.snapshot = { status: "ready", shape: this.here.shape(mode), found: null };
  }

  /** A worker runs from the first listener on until the last is gone. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (!this.here && !this.worker) this.start();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.worker?.stop();
      this.worker = null;
    };
  };

  readonly getSnapshot = (): Snapshot => this.snapshot;

  /** Undefined while it is on its way. */
  row(index: number): DocumentRow | undefined {
    if (this.here) return this.here.rowsBetween(this.mode, index, index + 1)[0];
    const block = Math.floor(index / blockRows);
    const rows = this.blocks.get(block);
    if (rows === undefined) void this.load(block);
    return (rows ?? this.outdated.get(block))?.[index - block * blockRows];
  }

  async show(mode: DocumentMode): Promise<void> {
    if (mode === this.mode) return;
    this.mode = mode;
    await this.apply({ type: "shape", mode });
  }

  toggle = (node: number) => this.apply({ type: "toggle", node });
  openAll = () => this.apply({ type: "open-all" });
  closeAll = () => this.apply({ type: "close-all" });
  wrapAt = (columns: number) => this.apply({ type: "wrap", columns });

  async find(words: string): Promise<void> {
    const { found } = await this.ask({ type: "find", words });
    this.change({ found: found && words !== "" ? { words, ...found } : null });
  }

  /** The row of the nth place that was found, once it is open. */
  async reveal(place: number): Promise<number> {
    return (await this.apply({ type: "reveal", place, mode: this.mode })).row ?? 0;
  }

  async valueOf(node: number): Promise<string> {
    return (await this.ask({ type: "value", node })).text ?? "";
  }

  async pathOf(node: number): Promise<string> {
    return (await this.ask({ type: "path", node })).text ?? "";
  }

  private start(): void {
    this.worker = askWorker();
    this.blocks.clear();
    this.snapshot = { status: "reading", shape: nothing, found: null };
    this.ask({ type: "open", source: this.source, mode: this.mode }).then(
      ({ shape }) => this.change({ status: "ready", shape: shape ?? nothing }),
      () => this.change({ status: "failed" }),
    );
  }

  private async ask(request: DocumentRequest): Promise<DocumentAnswer> {
    if (this.here && request.type !== "open") return answer(this.here, request);
    return this.worker ? this.worker.ask(request) : {};
  }

  private async apply(request: DocumentRequest): Promise<DocumentAnswer> {
    const result = await this.ask(request);
    // The answer may be about the rows that are not shown.
    const shape = request.type === "wrap" && this.mode === "tree" ? undefined : result.shape;
    if (shape) {
      this.generation += 1;
      this.outdated = this.blocks;
      this.blocks = new Map();
      this.change({ shape });
    }
    return result;
  }

  private async load(block: number): Promise<void> {
    const { generation } = this;
    this.blocks.set(block, null);
    const from = block * blockRows;
    const { rows } = await this.ask({ type: "rows", mode: this.mode, from, to: from + blockRows });
    if (generation !== this.generation) return;
    this.blocks.set(block, rows ?? []);
    this.change({});
  }

  private change(changes: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...changes };
    for (const listener of this.listeners) listener();
  }
}

function askWorker(): {
  ask: (request: DocumentRequest) => Promise<DocumentAnswer>;
  stop: () => void;
} {
  const worker = new Worker(new URL("./document.worker.ts", import.meta.url), { type: "module" });
  const waiting = new Map<number, PromiseWithResolvers<DocumentAnswer>>();
  let lastId = 0;
  worker.addEventListener("message", ({ data }: MessageEvent<DocumentReply>) => {
    const promise = waiting.get(data.id);
    waiting.delete(data.id);
    if ("failed" in data) promise?.reject(new Error("The text could not be read."));
    else promise?.resolve(data.answer);
  });
  worker.addEventListener("error", () => {
    for (const promise of waiting.values()) promise.reject(new Error("The text could not be read."));
    waiting.clear();
  });
  return {
    ask: (request) => {
      const promise = withResolvers<DocumentAnswer>();
      lastId += 1;
      waiting.set(lastId, promise);
      worker.postMessage({ id: lastId, request });
      return promise.promise;
    },
    stop: () => worker.terminate(),
  };
}

interface PromiseWithResolvers<T> {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (reason: Error) => void;
}

function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
