import type { Metadata } from "next";
import { SessionPage } from "../../../../../features/sessions/session-page.tsx";
import { decodeSegment } from "../../../../../server/decode-segment.ts";
import { requireProject } from "../../../../../server/project-access.ts";

interface Props {
  params: Promise<{ projectId: string; sessionId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Session ${decodeSegment((await params).sessionId)}` };
}

export default async function Page({ params }: Props) {
  const { projectId, sessionId } = await params;
  await requireProject(projectId);
  return <SessionPage projectId={projectId} sessionId={decodeSegment(sessionId)} />;
}
