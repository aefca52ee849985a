import type { Metadata } from "next";
import { GeneralPage } from "../../../../features/organization/general-page.tsx";
import { getQueryClient, Prefetched, prefetched, trpc } from "../../../../server/prefetch.tsx";
import { requireOrganization } from "../../../../server/project-access.ts";

export const metadata: Metadata = { title: "Organisation" };

interface Props {
  params: Promise<{ organizationId: string }>;
}

export default async function Page({ params }: Props) {
  const { organizationId } = await params;
  await requireOrganization(organizationId);
  await prefetched(() =>
    getQueryClient().prefetchQuery(trpc.organization.get.queryOptions({ organizationId })),
  );
  return (
    <Prefetched>
      <GeneralPage organizationId={organizationId} />
    </Prefetched>
  );
}
