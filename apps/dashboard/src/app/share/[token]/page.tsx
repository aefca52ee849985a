import type { Metadata } from "next";
import { SharedTracePage } from "../../../features/share/shared-trace-page.tsx";
import { decodeSegment } from "../../../server/decode-segment.ts";
import { requireShare } from "../../../server/open-share.ts";
import { getQueryClient, Prefetched, prefetched, trpc } from "../../../server/prefetch.tsx";

export const metadata: Metadata = {
  title: "Shared trace",
  robots: { index: false, follow: false },
  referrer: "no-referrer",
};

interface Props {
  params: Promise<{ token: string }>;
}

export default async function Page({ params }: Props) {
  const token = decodeSegment((await params).token);
  await requireShare(token);
  await prefetched(() => getQueryClient().prefetchQuery(trpc.share.get.queryOptions({ token })));
  return (
    <Prefetched>
      <SharedTracePage token={token} />
    </Prefetched>
  );
}
