import { isObject, type JsonObject, textOf } from "./chat.ts";
import { mediaIdOf } from "./media-tag.ts";

/** What a message carries besides text. Nothing of it is ever fetched by itself. */
export type Media =
  /** An image that came with the message, as a data: URL of a kind that browsers draw and nothing more. */
  | { type: "image"; url: string; mimeType: string; bytes: number }
  /** In our own store, under this id. */
  | { type: "stored"; mediaId: string }
  /** Somewhere else: to look at it is to tell that host. */
  | { type: "remote"; url: string; host: string }
  | { type: "other"; mimeType: string | null; bytes: number | null };

const drawnTypes = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];
const base64 = /^[A-Za-z0-9+/\s_-]+={0,2}\s*$/;

export function readMedia(part: JsonObject): Media {
  const source = findSource(part);
  if (source === null) return { type: "other", mimeType: null, bytes: null };
  const { mimeType, content } = source;
  const mediaId = mediaIdOf(content);
  if (mediaId !== null) return { type: "stored", mediaId };
  const remote = remoteUrl(content);
  if (remote) return { type: "remote", url: remote.href, host: remote.host };
  const data = /^data:([\w.+/-]+)(?:;[\w=.+-]+)*;base64,/i.exec(content);
  const kind = (data?.[1] ?? mimeType ?? "").toLowerCase();
  const body = data ? content.slice(data[0].length) : content;
  const bytes = Math.floor((body.length * 3) / 4);
  if (!drawnTypes.includes(kind) || !base64.test(body)) {
    return { type: "other", mimeType: kind === "" ? null : kind, bytes };
  }
  const standard = body.replaceAll(/\s/g, "").replaceAll("-", "+").replaceAll("_", "/");
  return { type: "image", url: `data:${kind};base64,${standard}`, mimeType: kind, bytes };
}

interface Source {
  mimeType: string | null;
  content: string;
}

/** The providers put it under many names, some of them one object deeper. */
function findSource(part: JsonObject): Source | null {
  const inner = [
    "source",
    "image_url",
    "input_audio",
    "file",
    "inlineData",
    "inline_data",
    "fileData",
    "file_data",
  ]
    .map((key) => part[key])
    .find(isObject);
  for (const from of [inner, part]) {
    if (from === undefined) continue;
    const content = textOf(
      from,
      "data",
      "url",
      "image_url",
      "image",
      "uri",
      "fileUri",
      "file_uri",
      "file_data",
      "content",
      "blob",
    );
    if (content === null) continue;
    const mimeType =
      textOf(from, "media_type", "mimeType", "mime_type", "mediaType") ??
      textOf(part, "media_type", "mimeType", "mime_type", "mediaType");
    return { mimeType: mimeType ?? (part.type === "image" ? guessType(content) : null), content };
  }
  return null;
}

/** By the first letters of base64, which the first bytes of a file decide. */
function guessType(content: string): string | null {
  if (content.startsWith("iVBORw0KGgo")) return "image/png";
  if (content.startsWith("/9j/")) return "image/jpeg";
  if (content.startsWith("R0lGOD")) return "image/gif";
  return content.startsWith("UklGR") ? "image/webp" : null;
}

function remoteUrl(content: string): URL | null {
  if (!/^\s*https?:\/\//i.test(content) || content.length > 8_192) return null;
  try {
    return new URL(content.trim());
  } catch {
    return null;
  }
}
