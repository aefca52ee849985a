import type { Metadata } from "next";
import { MembersPage } from "../../../../features/organization/members-page.tsx";
import { getQueryClient, Prefetched, prefetched, trpc } from "../../../../server/prefetch.tsx";
import { requireOrganization } from "../../../../server/project-access.ts";
import { requireUser } from "../../../../server/session.ts";

export const metadata: Metadata = { title: "Members" };

interface Props {
  params: Promise<{ organizationId: string }>;
}

export default async function Page({ params }: Props) {
  const { organizationId } = await params;
  const [user, { role }] = await Promise.all([requireUser(), requireOrganization(organizationId)]);
  const queryClient = getQueryClient();
  await prefetched(async () => {
    await Promise.all([
      queryClient.prefetchQuery(trpc.membership.list.queryOptions({ organizationId })),
      queryClient.prefetchQuery(trpc.organization.get.queryOptions({ organizationId })),
    ]);
  });
  return (
    <Prefetched>
      <MembersPage organizationId={organizationId} userId={user.id} role={role ?? "viewer"} />
    </Prefetched>
  );
}
