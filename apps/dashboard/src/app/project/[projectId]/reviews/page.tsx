import type { Metadata } from "next";
import { ReviewsPage } from "../../../../features/reviews/reviews-page.tsx";
import { requireProject } from "../../../../server/project-access.ts";

export const metadata: Metadata = { title: "Reviews" };

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId } = await params;
  await requireProject(projectId);
  return <ReviewsPage projectId={projectId} />;
}
