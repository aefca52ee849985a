import type { Metadata } from "next";
import { ApiKeysPage } from "../../../../../features/api-keys/api-keys-page.tsx";
import { getEnv } from "../../../../../server/env.ts";
import { getQueryClient, Prefetched, prefetched, trpc } from "../../../../../server/prefetch.tsx";
import { requireProject } from "../../../../../server/project-access.ts";

export const metadata: Metadata = { title: "API keys" };

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId } = await params;
  await requireProject(projectId);
  await prefetched(async () => {
    const client = getQueryClient();
    await Promise.all([
      client.prefetchQuery(trpc.project.get.queryOptions({ projectId })),
      client.prefetchQuery(trpc.apiKey.list.queryOptions({ projectId })),
    ]);
  });
  const { PLUMBLINE_API_URL: apiUrl, PLUMBLINE_GATEWAY_URL: gatewayUrl } = getEnv();
  return (
    <Prefetched>
      <ApiKeysPage projectId={projectId} apiUrl={apiUrl} gatewayUrl={gatewayUrl} />
    </Prefetched>
  );
}
