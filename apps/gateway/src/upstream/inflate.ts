import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

export interface Inflater {
  /** False to be sent nothing until `onDrain`. */
  push(chunk: Buffer): boolean;
  end(): void;
  pause(): void;
  resume(): void;
  destroy(): void;
}

export interface InflaterEvents {
  onData(chunk: Buffer): void;
  onEnd(): void;
  onError(error: Error): void;
  onDrain(): void;
}

/** For servers that compress although nobody offered to inflate; undefined for plain bytes. */
export function createInflater(encoding: string | undefined, events: InflaterEvents): Inflater | undefined {
  const stream = openStream(encoding?.trim().toLowerCase());
  if (stream === undefined) return undefined;
  stream.on("data", events.onData);
  stream.once("end", events.onEnd);
  stream.once("error", events.onError);
  stream.on("drain", events.onDrain);
  return {
    push: (chunk) => stream.write(chunk),
    end: () => void stream.end(),
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
    destroy: () => void stream.destroy(),
  };
}

/** What a stream has compressed so far is given out at once: events shall not wait for each other. */
function openStream(encoding: string | undefined) {
  switch (encoding) {
    case "gzip":
    case "x-gzip":
      return createGunzip({ flush: constants.Z_SYNC_FLUSH });
    case "deflate":
      return createInflate({ flush: constants.Z_SYNC_FLUSH });
    case "br":
      return createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return undefined;
  }
}
