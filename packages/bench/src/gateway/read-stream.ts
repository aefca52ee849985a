/** Bytes as they came, and when. */
export interface Piece {
  bytes: Buffer;
  atMs: number;
}

export interface StreamRead {
  /** Status 200. */
  isOk: boolean;
  /** It said its last, and its connection ended it in order. */
  isWhole: boolean;
  /** Numbered frames in the order in which they came. */
  arrivals: { number: number; atMs: number }[];
}

const headEnd = "\r\n\r\n";
const marker = /#(\d+)/g;

/** Reads an HTTP/1.1 answer in chunks from the pieces in which it came. */
export function readStream(pieces: readonly Piece[]): StreamRead {
  const raw = Buffer.concat(pieces.map(({ bytes }) => bytes)).toString("latin1");
  const bodyAt = raw.indexOf(headEnd) + headEnd.length;
  const isOk = raw.startsWith("HTTP/1.1 200") && bodyAt >= headEnd.length;
  if (!isOk) return { isOk, isWhole: false, arrivals: [] };
  const { body, starts, isEnded } = joinChunks(raw, bodyAt);
  const momentAt = createMoments(pieces);
  const arrivals: StreamRead["arrivals"] = [];
  let chunk = 0;
  for (const { 0: text, 1: digits, index } of body.matchAll(marker)) {
    const last = index + text.length - 1;
    while ((starts[chunk + 1]?.body ?? Number.POSITIVE_INFINITY) <= last) chunk += 1;
    const start = starts[chunk];
    if (start !== undefined) {
      arrivals.push({ number: Number(digits), atMs: momentAt(start.raw + last - start.body) });
    }
  }
  return { isOk, isWhole: isEnded && body.includes("[DONE]"), arrivals };
}

interface Joined {
  body: string;
  /** Where each chunk begins in the body and in what came. */
  starts: { body: number; raw: number }[];
  isEnded: boolean;
}

function joinChunks(raw: string, bodyAt: number): Joined {
  const parts: string[] = [];
  const starts: Joined["starts"] = [];
  let length = 0;
  for (let at = bodyAt; ; ) {
    const lineEnd = raw.indexOf("\r\n", at);
    const size = lineEnd === -1 ? Number.NaN : Number.parseInt(raw.slice(at, lineEnd), 16);
    if (!(size > 0)) return { body: parts.join(""), starts, isEnded: size === 0 };
    starts.push({ body: length, raw: lineEnd + 2 });
    parts.push(raw.slice(lineEnd + 2, lineEnd + 2 + size));
    length += size;
    at = lineEnd + 2 + size + 2;
  }
}

/** When the byte at an offset came; asked with offsets that grow. */
function createMoments(pieces: readonly Piece[]): (offset: number) => number {
  let index = 0;
  let end = pieces[0]?.bytes.length ?? 0;
  return (offset) => {
    while (offset >= end && index + 1 < pieces.length) {
      index += 1;
      end += pieces[index]?.bytes.length ?? 0;
    }
    return pieces[index]?.atMs ?? Number.NaN;
  };
}
