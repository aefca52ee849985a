import { redirect } from "next/navigation";

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function SettingsPage({ params }: Props) {
  redirect(`/project/${encodeURIComponent((await params).projectId)}/settings/general`);
}
