import type { UpstreamPool } from "@plumbline/egress/upstream-pool";

export interface Page {
  status: number;
  text: string;
}

export interface PageRequest {
  method: "GET" | "POST";
  path: string;
  timeoutMs: number;
  headers?: string[];
  body?: Buffer;
}

const maxBytes = 8 * 1024 * 1024;

/** A small page of an upstream; null when it does not come in time, or not at all. */
export function requestPage(upstream: UpstreamPool, request: PageRequest): Promise<Page | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let status = 0;
    let bytes = 0;
    let abort: (() => void) | null = null;
    const finish = (page: Page | null): void => {
      clearTimeout(timer);
      resolve(page);
    };
    const giveUp = (): void => {
      finish(null);
      abort?.();
    };
    const timer = setTimeout(giveUp, request.timeoutMs);
    const { method, path, headers = [], body = null } = request;
    upstream.dispatch(
      { method, path, headers, body },
      {
        onConnect: (stop) => {
          abort = stop;
        },
        onHeaders: (code) => {
          status = code;
          return true;
        },
        onData: (chunk) => {
          bytes += chunk.length;
          if (bytes > maxBytes) giveUp();
          else chunks.push(chunk);
          return true;
        },
        onComplete: () => finish({ status, text: Buffer.concat(chunks).toString("utf8") }),
        onError: () => finish(null),
      },
    );
  });
}
