"use client";

import { useQuery } from "@tanstack/react-query";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { SettingsSection, SettingsShell } from "../shell/settings-shell.tsx";
import { IdentityList } from "./identity-list.tsx";
import { NameForm } from "./name-form.tsx";
import { OrganizationList } from "./organization-list.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SessionsEnd } from "./sessions-end.tsx";

interface AccountPageProps {
  email: string;
  providers: readonly { id: string; name: string }[];
  /** A provider led back here with an identity of another account. */
  isTaken: boolean;
}

export function AccountPage({ email, providers, isTaken }: AccountPageProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.account.get.queryOptions());
  const account = query.data;
  return (
    <SettingsShell title="Account" kind={email}>
      {query.isError && (
        <ErrorNotice
          className="mb-6"
          failure={toFailure(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      <SettingsSection title="Profile" text="How others see you. Your address is how you sign in.">
        {account ? <NameForm key={account.name} name={account.name} email={account.email} /> : <Waiting />}
      </SettingsSection>
      <SettingsSection title="Password" text="A new one signs out every other device.">
        {account ? <PasswordForm email={account.email} hasPassword={account.hasPassword} /> : <Waiting />}
      </SettingsSection>
      {(providers.length > 0 || (account?.identities.length ?? 0) > 0) && (
        <SettingsSection title="Connected sign-ins" text="Other ways into this account.">
          {account ? <IdentityList account={account} providers={providers} isTaken={isTaken} /> : <Waiting />}
        </SettingsSection>
      )}
      <SettingsSection
        id="organisations"
        title="Organisations"
        text="What you belong to. Leaving takes your access at once."
      >
        <OrganizationList />
      </SettingsSection>
      <SettingsSection title="Sessions" text="If you used a device that is not yours, or lost one.">
        <SessionsEnd />
      </SettingsSection>
    </SettingsShell>
  );
}

function Waiting() {
  return (
    <div className="space-y-3 py-2">
      <Skeleton className="w-1/3" />
      <Skeleton className="w-2/3" />
    </div>
  );
}
