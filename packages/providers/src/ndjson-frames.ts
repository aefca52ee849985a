import type { EventSink, SseFrames } from "./sse-frames.ts";

/** Splits a stream of JSON lines, as Ollama's own dialect has them; a line with its line feed is an event. */
export function createNdjsonFrames(maxLineBytes = 16 * 1024 * 1024): SseFrames {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  return {
    push(chunk: Buffer, sink: EventSink) {
      let start = 0;
      for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
        const piece = chunk.subarray(start, end + 1);
        start = end + 1;
        if (pendingBytes === 0) {
          sink(piece);
          continue;
        }
        const line = Buffer.concat([...pending, piece]);
        pending = [];
        pendingBytes = 0;
        sink(line);
      }
      if (start === chunk.length) return;
      pending.push(chunk.subarray(start));
      pendingBytes += chunk.length - start;
      if (pendingBytes > maxLineBytes) throw new RangeError(`A line is larger than ${maxLineBytes} bytes.`);
    },
    rest: () => Buffer.concat(pending),
    flush: () => undefined,
  };
}
