/** What a watcher hears. */
export interface News<Row> {
  rows: Row[];
  /** More came than is told: what was missed has to be read anew. */
  more: boolean;
  /** Where to go on after a lost connection, microseconds since the epoch. */
  atUs: number;
}

interface Reading<Row, Position> {
  rows: Row[];
  more: boolean;
  position: Position;
}

/** News from the moment that it was made. */
interface Watch<Row> {
  /** Waits for them; undefined once the watch was left. Throws what a reading throws. */
  next: () => Promise<News<Row> | undefined>;
  leave: () => void;
}

interface TailHubOptions<Question, Row, Position> {
  read: (question: Question, since: number | Position) => Promise<Reading<Row, Position>>;
  identify: (row: Row) => string;
  atUs: (position: Position) => number;
  nowUs: () => number;
  /** Between the end of one reading and the next. */
  everyMs: number;
}

export interface TailHub<Question, Row> {
  /** Equal keys are equal questions: they share one reading, however many watch. */
  watch: (key: string, question: Question) => Watch<Row>;
  /** Questions that are being read. */
  size: () => number;
}

/** A watcher that reads nothing for so long is told that it missed something. */
const maxWaiting = 32;

class Watcher<Row> {
  #waiting: News<Row>[] = [];
  #failure: { error: unknown } | null = null;
  #left = false;
  #wake: () => void = () => undefined;

  tell(news: News<Row>): void {
    if (this.#waiting.length < maxWaiting) this.#waiting.push(news);
    else this.#waiting = [{ rows: [], more: true, atUs: news.atUs }];
    this.#wake();
  }

  fail(error: unknown): void {
    this.#failure = { error };
    this.#wake();
  }

  leave(): void {
    this.#left = true;
    this.#wake();
  }

  async next(): Promise<News<Row> | undefined> {
    while (!this.#left) {
      const news = this.#waiting.shift();
      if (news !== undefined) return news;
      if (this.#failure !== null) throw this.#failure.error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return undefined;
  }
}

/** Reads once for all who watch the same, and only while somebody does. */
export function createTailHub<Question, Row, Position>(
  options: TailHubOptions<Question, Row, Position>,
): TailHub<Question, Row> {
  const channels = new Map<string, Set<Watcher<Row>>>();

  async function run(key: string, question: Question, watchers: Set<Watcher<Row>>): Promise<void> {
    let told = new Map<string, string>();
    let since: number | Position = options.nowUs();
    try {
      while (watchers.size > 0) {
        const { rows, more, position } = await options.read(question, since);
        since = position;
        const seen = new Map(rows.map((row) => [options.identify(row), JSON.stringify(row)]));
        const fresh = rows.filter(
          (row) => told.get(options.identify(row)) !== seen.get(options.identify(row)),
        );
        if (seen.size > 0) told = seen;
        const news = { rows: fresh, more, atUs: options.atUs(position) };
        if (fresh.length > 0 || more) for (const watcher of watchers) watcher.tell(news);
        await new Promise((resolve) => setTimeout(resolve, options.everyMs));
      }
    } catch (error) {
      for (const watcher of watchers) watcher.fail(error);
    } finally {
      if (channels.get(key) === watchers) channels.delete(key);
    }
  }

  return {
    watch(key, question) {
      const watcher = new Watcher<Row>();
      const present = channels.get(key);
      const watchers = present ?? new Set();
      watchers.add(watcher);
      if (present === undefined) {
        channels.set(key, watchers);
        void run(key, question, watchers);
      }
      const leave = () => {
        watchers.delete(watcher);
        watcher.leave();
        // Whoever comes next begins anew: the reading of this one may be between two rounds.
        if (watchers.size === 0 && channels.get(key) === watchers) channels.delete(key);
      };
      return { next: () => watcher.next(), leave };
    },
    size: () => channels.size,
  };
}
