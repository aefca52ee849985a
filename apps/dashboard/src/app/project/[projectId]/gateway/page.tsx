import type { Metadata } from "next";
import { GatewayPage } from "../../../../features/gateway/gateway-page.tsx";
import { getEnv } from "../../../../server/env.ts";
import { requireProject } from "../../../../server/project-access.ts";

export const metadata: Metadata = { title: "Gateway" };

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId } = await params;
  await requireProject(projectId);
  return <GatewayPage projectId={projectId} gatewayUrl={getEnv().PLUMBLINE_GATEWAY_URL} />;
}
