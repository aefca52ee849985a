import type { Metadata } from "next";
import { AccountPage } from "../../features/account/account-page.tsx";
import { listProviders } from "../../server/auth-providers.ts";
import { getQueryClient, Prefetched, prefetched, trpc } from "../../server/prefetch.tsx";
import { requireUser } from "../../server/session.ts";

export const metadata: Metadata = { title: "Account" };

interface Props {
  searchParams: Promise<{ error?: string | string[] }>;
}

export default async function Page({ searchParams }: Props) {
  const user = await requireUser();
  const queryClient = getQueryClient();
  await prefetched(async () => {
    await Promise.all([
      queryClient.prefetchQuery(trpc.account.get.queryOptions()),
      queryClient.prefetchQuery(trpc.organization.list.queryOptions()),
    ]);
  });
  return (
    <Prefetched>
      <AccountPage
        email={user.email}
        providers={listProviders()}
        isTaken={(await searchParams).error === "taken"}
      />
    </Prefetched>
  );
}
