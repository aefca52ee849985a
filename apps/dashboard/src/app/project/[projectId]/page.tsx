import { redirect } from "next/navigation";
import { landingPage } from "../../../server/project-access.ts";

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function ProjectPage({ params }: Props) {
  const { projectId } = await params;
  redirect(`/project/${encodeURIComponent(projectId)}/${await landingPage(projectId)}`);
}
