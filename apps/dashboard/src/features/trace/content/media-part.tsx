"use client";

import { ExternalLink, FileImage, ImageOff } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { Button, buttonStyle } from "../../../components/ui/button.tsx";
import { Skeleton } from "../../../components/ui/skeleton.tsx";
import { formatBytes } from "../../../format/number.ts";
import { isObject } from "./chat.ts";
import { JsonView } from "./json-view.tsx";
import { readMedia } from "./media.ts";
import { MediaFiles } from "./stored-media.tsx";

const InlineImage = lazy(() =>
  import("./inline-image.tsx").then((module) => ({ default: module.InlineImage })),
);

/** More than this is drawn on request only. */
const maxDrawnBytes = 4 * 1024 * 1024;

/** An image, a sound or a file of a message. What lies elsewhere is never fetched by itself. */
export function MediaPart({ kind, value }: { kind: string; value: unknown }) {
  const media = useMemo(() => (isObject(value) ? readMedia(value) : null), [value]);
  const [asked, setAsked] = useState(false);
  if (media?.type === "remote") return <RemoteMedia url={media.url} host={media.host} />;
  if (media?.type === "image") {
    const caption = `${media.mimeType}, ${formatBytes(media.bytes)}`;
    return asked || media.bytes <= maxDrawnBytes ? (
      <figure>
        <Suspense fallback={<Skeleton className="h-24 w-40 rounded" />}>
          <InlineImage url={media.url} description={`Sent as ${caption}`} />
        </Suspense>
        <figcaption className="mt-0.5 text-2xs text-faint">{caption}</figcaption>
      </figure>
    ) : (
      <Button onClick={() => setAsked(true)}>
        <FileImage aria-hidden /> Show the image ({caption})
      </Button>
    );
  }
  if (media?.type === "stored") return <StoredPart mediaId={media.mediaId} kind={kind} value={value} />;
  return <OtherPart kind={kind} media={media} value={value} />;
}

function StoredPart({ mediaId, kind, value }: { mediaId: string; kind: string; value: unknown }) {
  const ids = useMemo(() => [mediaId], [mediaId]);
  return (
    <>
      <MediaFiles ids={ids} />
      <OtherPart kind={kind} media={null} value={value} />
    </>
  );
}

interface OtherPartProps {
  kind: string;
  media: { mimeType: string | null; bytes: number | null } | null;
  value: unknown;
}

function OtherPart({ kind, media, value }: OtherPartProps) {
  return (
    <details className="rounded-md border px-2.5 py-1.5">
      <summary className="text-xs text-soft">
        {media?.mimeType ?? kind}
        {media?.bytes ? `, ${formatBytes(media.bytes)}` : ""}
      </summary>
      <div className="pt-1.5">
        <JsonView value={value} />
      </div>
    </details>
  );
}

function RemoteMedia({ url, host }: { url: string; host: string }) {
  const [explained, setExplained] = useState(false);
  return (
    <div className="rounded-md border bg-canvas px-2.5 py-1.5 text-xs">
      <div className="flex flex-wrap items-center gap-2">
        <ImageOff aria-hidden className="size-3.5 shrink-0 text-faint" />
        <span className="min-w-0 break-words">
          Image at <span className="font-mono [overflow-wrap:anywhere]">{host}</span>
        </span>
        {!explained && <Button onClick={() => setExplained(true)}>Load image</Button>}
      </div>
      {explained && (
        <div className="mt-1.5 space-y-1.5">
          <p className="text-soft">
            It is not part of the trace. Opening it tells {host} your address and the time, and what it shows
            may have changed since.
          </p>
          <p className="font-mono text-2xs text-faint [overflow-wrap:anywhere]">{url}</p>
          <a href={url} target="_blank" rel="noreferrer noopener nofollow" className={buttonStyle()}>
            <ExternalLink aria-hidden /> Open in a new tab
          </a>
        </div>
      )}
    </div>
  );
}
