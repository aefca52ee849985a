import { redirect } from "next/navigation";

interface Props {
  params: Promise<{ organizationId: string }>;
}

export default async function Page({ params }: Props) {
  redirect(`/organization/${encodeURIComponent((await params).organizationId)}/general`);
}
