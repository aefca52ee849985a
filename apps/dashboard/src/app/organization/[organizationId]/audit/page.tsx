import type { Metadata } from "next";
import { AuditPage } from "../../../../features/audit/audit-page.tsx";

export const metadata: Metadata = { title: "Audit log" };

interface Props {
  params: Promise<{ organizationId: string }>;
}

export default async function Page({ params }: Props) {
  const { organizationId } = await params;
  return <AuditPage place={{ organizationId }} />;
}
