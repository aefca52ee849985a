import { redirect } from "next/navigation";
import { listOwnProjects } from "../server/project-access.ts";

export default async function HomePage() {
  const [first] = await listOwnProjects();
  redirect(first ? `/project/${encodeURIComponent(first.id)}/traces` : "/new");
}
