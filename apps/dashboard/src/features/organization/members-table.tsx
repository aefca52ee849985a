"use client";

import { isAtLeast, type Role } from "@plumbline/access/roles";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { SelectField } from "../../components/ui/select-field.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { formatMinute } from "../../format/time.ts";
import { attempt } from "../../trpc/attempt.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { Member } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { MemberActions } from "./member-actions.tsx";
import { shortRoleOptions, toRole } from "./role-options.ts";

export interface MembersActor {
  userId: string;
  role: Role;
  mayManage: boolean;
}

interface MembersTableProps {
  organizationId: string;
  /** null while they load. */
  members: readonly Member[] | null;
  actor: MembersActor;
}

const headStyle = "h-8 border-b px-3 text-left text-xs font-medium text-faint";
const cellStyle = "border-b px-3 py-2 align-middle";

export function MembersTable({ organizationId, members, actor }: MembersTableProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const zone = useTimeZone();
  const [error, setError] = useState<unknown>(null);
  const change = useMutation(trpc.membership.changeRole.mutationOptions());
  const changeRole = async (userId: string, value: string) => {
    const role = toRole(value);
    if (role === null) return;
    setError(await attempt(change.mutateAsync({ organizationId, userId, role })));
    await queryClient.invalidateQueries({ queryKey: trpc.membership.list.queryKey({ organizationId }) });
  };
  return (
    <>
      <FormError id="members-error" error={error} />
      <div className="overflow-x-auto rounded-lg border [&_tr:last-child>td]:border-b-0">
        <table aria-busy={members === null} className="w-full border-separate border-spacing-0">
          <caption className="sr-only">Members, strongest role first</caption>
          <thead>
            <tr>
              <th scope="col" className={headStyle}>
                Person
              </th>
              <th scope="col" className={`${headStyle} w-36`}>
                Role
              </th>
              <th scope="col" className={`${headStyle} w-32 max-md:hidden`}>
                Joined
              </th>
              {actor.mayManage && (
                <th scope="col" className={`${headStyle} w-12`}>
                  <span className="sr-only">Actions</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {members === null ? (
              <SkeletonRows columns={actor.mayManage ? 4 : 3} />
            ) : (
              members.map((member) => (
                <tr key={member.userId}>
                  <td className={`${cellStyle} max-w-0`}>
                    <Person member={member} isSelf={member.userId === actor.userId} />
                  </td>
                  <td className={cellStyle}>
                    {actor.mayManage && isAtLeast(actor.role, member.role) ? (
                      <SelectField
                        label={`Role of ${member.name}`}
                        isLabelHidden
                        compact
                        value={
                          change.isPending && change.variables.userId === member.userId
                            ? change.variables.role
                            : member.role
                        }
                        disabled={change.isPending}
                        onChange={(event) => void changeRole(member.userId, event.target.value)}
                        options={shortRoleOptions(actor.role)}
                      />
                    ) : (
                      member.role
                    )}
                  </td>
                  <td className={`${cellStyle} whitespace-nowrap text-soft max-md:hidden`}>
                    <time dateTime={member.joinedAt}>{formatMinute(Date.parse(member.joinedAt), zone)}</time>
                  </td>
                  {actor.mayManage && (
                    <td className={cellStyle}>
                      <MemberActions organizationId={organizationId} member={member} actor={actor} />
                    </td>
                  )}
                </tr>
              ))
            )}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Person({ member, isSelf }: { member: Member; isSelf: boolean }) {
  return (
    <>
      <p className="truncate font-medium">
        {member.name}
        {isSelf && <span className="font-normal text-soft"> (you)</span>}
      </p>
      <p className="truncate text-xs text-soft">{member.email}</p>
      {member.projectRoles.map(({ projectId, projectName, role }) => (
        <p key={projectId} className="truncate text-xs text-soft">
          {role} in {projectName}
        </p>
      ))}
    </>
  );
}

function SkeletonRows({ columns }: { columns: number }) {
  return Array.from({ length: 3 }, (_row, row) => (
    <tr key={row} aria-hidden>
      {Array.from({ length: columns }, (_column, column) => (
        <td key={column} className={`${cellStyle} h-14 ${column === 2 ? "max-md:hidden" : ""}`}>
          <Skeleton className="w-2/3" />
        </td>
      ))}
    </tr>
  ));
}
