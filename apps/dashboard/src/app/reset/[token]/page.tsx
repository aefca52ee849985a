import type { Metadata } from "next";
import { ResetPage } from "../../../features/password/reset-page.tsx";
import { readPasswordReset } from "../../../server/open-links.ts";

export const metadata: Metadata = { title: "New password", referrer: "no-referrer" };

interface Props {
  params: Promise<{ token: string }>;
}

export default async function Page({ params }: Props) {
  const { token } = await params;
  return <ResetPage token={token} reset={await readPasswordReset(token)} />;
}
