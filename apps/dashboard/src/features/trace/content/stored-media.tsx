"use client";

import { skipToken, useQuery } from "@tanstack/react-query";
import { FileDown, FileImage } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { Button, buttonStyle } from "../../../components/ui/button.tsx";
import { Skeleton } from "../../../components/ui/skeleton.tsx";
import { formatBytes } from "../../../format/number.ts";
import { useTRPC } from "../../../trpc/client.ts";
import type { StoredMedia } from "../../../trpc/types.ts";
import { useTraceSource } from "../trace-source.tsx";
import { mediaIdsIn } from "./media-tag.ts";

const InlineImage = lazy(() =>
  import("./inline-image.tsx").then((module) => ({ default: module.InlineImage })),
);

/** More than this is fetched on request only. */
const maxDrawnBytes = 8 * 1024 * 1024;

/** The files that a text mentions and that are stored; nothing where there are none. */
export function MediaOfText({ text }: { text: string }) {
  const ids = useMemo(() => mediaIdsIn(text), [text]);
  return <MediaFiles ids={ids} />;
}

/** Those who see one trace alone may not read the project's files. */
export function MediaFiles({ ids }: { ids: readonly string[] }) {
  const { projectId } = useTraceSource();
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.media.list.queryOptions(
      projectId === null || ids.length === 0 ? skipToken : { projectId, mediaIds: [...ids] },
      { staleTime: 60_000 },
    ),
  );
  if (projectId === null || data === undefined || data.length === 0) return null;
  const byId = new Map(data.map((file) => [file.mediaId, file]));
  return (
    <ul aria-label="Files" className="mt-1.5 flex flex-wrap items-start gap-3">
      {ids.flatMap((id) => {
        const file = byId.get(id);
        return file === undefined ? [] : [<MediaItem key={id} file={file} projectId={projectId} />];
      })}
    </ul>
  );
}

interface MediaItemProps {
  file: StoredMedia;
  projectId: string;
}

function MediaItem({ file, projectId }: MediaItemProps) {
  const { mediaId, contentType, contentLength } = file;
  const url = `/api/project/${encodeURIComponent(projectId)}/media/${encodeURIComponent(mediaId)}`;
  const caption = `${contentType}, ${formatBytes(contentLength)}`;
  return (
    <li className="max-w-full min-w-0">
      <figure>
        <MediaBody file={file} url={url} caption={caption} />
        <figcaption className="mt-0.5 text-2xs text-faint [overflow-wrap:anywhere]">{caption}</figcaption>
      </figure>
    </li>
  );
}

/** What the store says the file is, not what the text says, decides how it is shown. */
function MediaBody({ file, url, caption }: { file: StoredMedia; url: string; caption: string }) {
  const [asked, setAsked] = useState(false);
  const [failed, setFailed] = useState(false);
  const kind = failed ? "other" : kindOf(file.contentType);
  if (kind === "image") {
    return asked || file.contentLength <= maxDrawnBytes ? (
      <Suspense fallback={<Skeleton className="h-24 w-40 rounded" />}>
        <InlineImage url={url} description={`Stored file: ${caption}`} onError={() => setFailed(true)} />
      </Suspense>
    ) : (
      <Button onClick={() => setAsked(true)}>
        <FileImage aria-hidden /> Show the image
      </Button>
    );
  }
  const label = `Stored file: ${caption}`;
  if (kind === "audio") {
    return (
      <audio controls preload="none" src={url} aria-label={label} className="max-w-full">
        <track kind="captions" label="none" />
      </audio>
    );
  }
  if (kind === "video") {
    return (
      <video
        controls
        preload="none"
        src={url}
        aria-label={label}
        className="max-h-96 max-w-full rounded border bg-surface"
      >
        <track kind="captions" label="none" />
      </video>
    );
  }
  return (
    <a href={url} download className={buttonStyle()}>
      <FileDown aria-hidden /> Download the file
    </a>
  );
}

/** The same that the server shows in place; it hands out everything else as a download. */
function kindOf(contentType: string): "image" | "audio" | "video" | "other" {
  if (/^image\/(?:png|jpe?g|webp|gif|avif|bmp)$/.test(contentType)) return "image";
  if (/^audio\/[\w-]+$/.test(contentType)) return "audio";
  return /^video\/[\w-]+$/.test(contentType) ? "video" : "other";
}
