import type { Metadata } from "next";
import { UserPage } from "../../../../../features/users/user-page.tsx";
import { decodeSegment } from "../../../../../server/decode-segment.ts";
import { requireProject } from "../../../../../server/project-access.ts";

export const metadata: Metadata = { title: "User" };

interface Props {
  params: Promise<{ projectId: string; userId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId, userId } = await params;
  await requireProject(projectId);
  return <UserPage projectId={projectId} userId={decodeSegment(userId)} />;
}
