import { redirect } from "next/navigation";
import { NoProjectPage } from "../features/shell/no-project-page.tsx";
import { listOwnProjects } from "../server/project-access.ts";

export default async function HomePage() {
  const [first] = await listOwnProjects();
  if (first) redirect(`/project/${encodeURIComponent(first.id)}`);
  return <NoProjectPage />;
}
