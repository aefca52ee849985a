import type { Metadata } from "next";
import { InvitationPage } from "../../../features/invitation/invitation-page.tsx";
import { readInvitation } from "../../../server/open-links.ts";
import { getSessionUser } from "../../../server/session.ts";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

interface Props {
  params: Promise<{ token: string }>;
}

export default async function Page({ params }: Props) {
  const { token } = await params;
  const [invitation, user] = await Promise.all([readInvitation(token), getSessionUser()]);
  return <InvitationPage token={token} invitation={invitation} user={user && { email: user.email }} />;
}
