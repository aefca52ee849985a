import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type MediaItem, type MediaSecret, toMediaItem } from "./types.ts";

/** A mention of a stored file somewhere in a JSON document. */
export interface MediaReference {
  /** As it stands in the text. */
  tag: string;
  /** JSONPath of the string that has it, from the document. */
  path: string;
  media: MediaItem;
}

const tagPattern = /@@@langfuseMedia:([^@]{1,300})@@@/g;
/** What one document may mention; more are left out, as a guard against hostile ones. */
const maxReferences = 1_000;

/** The files that documents mention and that are stored, a list for each document. */
export async function listMediaReferences(
  ctx: ServiceContext & MediaSecret,
  input: { projectId: string; documents: readonly unknown[] },
): Promise<MediaReference[][]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "datasets:read");
  const mentions = input.documents.map((document) => findMentions(document));
  const mediaIds = [...new Set(mentions.flat().map(({ mediaId }) => mediaId))];
  if (mediaIds.length === 0) return mentions.map(() => []);
  const rows = await ctx.db.media.findMany({ where: { projectId, mediaId: { in: mediaIds } } });
  const secret = { mediaSecret: ctx.mediaSecret, nowMs: ctx.clock.nowMs() };
  const stored = new Map<string, MediaItem>();
  for (const row of rows) {
    const { uploadedAt } = row;
    if (uploadedAt !== null) stored.set(row.mediaId, toMediaItem({ ...row, uploadedAt }, secret));
  }
  return mentions.map((ofDocument) =>
    ofDocument.flatMap(({ mediaId, tag, path }) => {
      const media = stored.get(mediaId);
      return media === undefined ? [] : [{ tag, path, media }];
    }),
  );
}

interface Mention {
  mediaId: string;
  tag: string;
  path: string;
}

/** Walks without recursion, for documents may be deep. */
function findMentions(document: unknown): Mention[] {
  const mentions: Mention[] = [];
  const open: Array<{ value: unknown; path: string }> = [{ value: document, path: "$" }];
  for (let next = open.pop(); next !== undefined && mentions.length < maxReferences; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === "string") mentions.push(...mentionsIn(value, path));
    else if (typeof value === "object" && value !== null) {
      const entries = Array.isArray(value)
        ? value.map((child, index) => ({ value: child, path: `${path}[${index}]` }))
        : Object.entries(value).map(([key, child]) => ({ value: child, path: `${path}[${quoted(key)}]` }));
      open.push(...entries.toReversed());
    }
  }
  return mentions;
}

function mentionsIn(text: string, path: string): Mention[] {
  return [...text.matchAll(tagPattern)].flatMap(([tag, body = ""]) => {
    const mediaId = /(?:^|\|)id=([^|]+)/.exec(body)?.[1];
    return mediaId === undefined || mediaId.includes("\0") ? [] : [{ mediaId, tag, path }];
  });
}

function quoted(key: string): string {
  return `'${key.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
