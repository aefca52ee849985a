import { rolePermissions } from "@plumbline/access/permissions";
import type { ReactNode } from "react";
import { SettingsShell } from "../../../features/shell/settings-shell.tsx";
import { requireOrganization } from "../../../server/project-access.ts";

interface Props {
  params: Promise<{ organizationId: string }>;
  children: ReactNode;
}

export default async function OrganizationLayout({ params, children }: Props) {
  const organization = await requireOrganization((await params).organizationId);
  const base = `/organization/${encodeURIComponent(organization.id)}`;
  const tabs = [
    { href: `${base}/general`, label: "General" },
    { href: `${base}/members`, label: "Members" },
    ...(organization.role !== null && rolePermissions[organization.role].includes("audit:read")
      ? [{ href: `${base}/audit`, label: "Audit log" }]
      : []),
  ];
  return (
    <SettingsShell title={organization.name} kind="Organisation" tabs={tabs}>
      {children}
    </SettingsShell>
  );
}
