"use client";

import { isAtLeast, type Role } from "@plumbline/access/roles";
import { useQuery } from "@tanstack/react-query";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { formatCount } from "../../format/number.ts";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { InvitationList } from "./invitation-list.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MembersTable } from "./members-table.tsx";

interface MembersPageProps {
  organizationId: string;
  /** Of whoever looks. */
  userId: string;
  role: Role;
}

export function MembersPage({ organizationId, userId, role }: MembersPageProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.membership.list.queryOptions({ organizationId }));
  const mayManage = isAtLeast(role, "admin");
  return (
    <>
      <div className="mb-3 flex items-center gap-3">
        <h2 className="font-semibold">Members</h2>
        <output className="text-xs text-soft">
          {query.data ? formatCount(query.data.length, "person", "people") : ""}
        </output>
        {mayManage && (
          <div className="ml-auto">
            <InviteDialog organizationId={organizationId} role={role} />
          </div>
        )}
      </div>
      {query.isError ? (
        <ErrorNotice
          failure={toFailure(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      ) : (
        <MembersTable
          organizationId={organizationId}
          members={query.data ?? null}
          actor={{ userId, role, mayManage }}
        />
      )}
      {mayManage && <InvitationList organizationId={organizationId} />}
      {!mayManage && (
        <p className="mt-4 text-xs text-soft">Owners and admins invite people and change roles.</p>
      )}
    </>
  );
}
