import type { Metadata } from "next";
import { UserPage } from "../../../../../features/users/user-page.tsx";
import { decodeSegment } from "../../../../../server/decode-segment.ts";
import { requireProject } from "../../../../../server/project-access.ts";

interface Props {
  params: Promise<{ projectId: string; userId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `User ${decodeSegment((await params).userId)}` };
}

export default async function Page({ params }: Props) {
  const { projectId, userId } = await params;
  await requireProject(projectId);
  return <UserPage projectId={projectId} userId={decodeSegment(userId)} />;
}
