import Link from "next/link";
import type { ReactNode } from "react";
import { classNames } from "../../components/class-names.ts";
import { buttonStyle } from "../../components/ui/button.tsx";
import { EntryPage, secondStyle } from "../sign-in/entry-page.tsx";
import { AcceptForm } from "./accept-form.tsx";

interface Invitation {
  status: "open" | "accepted" | "expired" | "revoked";
  organizationName: string;
  role: string;
  projectName: string | null;
  projectRole: string | null;
  invitedBy: string;
  email: string | null;
}

interface InvitationPageProps {
  token: string;
  invitation: Invitation | null;
  user: { email: string } | null;
}

const closed = {
  accepted: ["This invitation has been used", "Each link works once. If it was you, go on to your projects."],
  expired: ["This invitation has run out", "Links are good for 7 days. Ask for a new one."],
  revoked: ["This invitation was withdrawn", "Ask whoever sent it for a new one."],
} as const;

export function InvitationPage({ token, invitation, user }: InvitationPageProps) {
  if (invitation === null) {
    return (
      <Note title="There is no such invitation" home={user !== null}>
        The link may be cut off. Copy it whole, or ask for a new one.
      </Note>
    );
  }
  const { organizationName, status } = invitation;
  if (status !== "open") {
    const [title, text] = closed[status];
    return (
      <Note title={title} home={user !== null}>
        It was for {organizationName}. {text}
      </Note>
    );
  }
  return (
    <EntryPage
      title={`Join ${organizationName}`}
      lead={invitation.invitedBy ? `${invitation.invitedBy} invites you` : undefined}
    >
      <dl className="space-y-1.5">
        <Fact label="Your role">{invitation.role}</Fact>
        {invitation.projectName !== null && (
          <Fact label={`In ${invitation.projectName}`}>{invitation.projectRole}</Fact>
        )}
        {invitation.email !== null && <Fact label="For">{invitation.email}</Fact>}
      </dl>
      <div className="mt-5">
        {user ? <Accept token={token} email={invitation.email} user={user} /> : <Enter token={token} />}
      </div>
    </EntryPage>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="shrink-0 text-soft">{label}</dt>
      <dd className="min-w-0 truncate font-medium">{children}</dd>
    </div>
  );
}

function Accept({ token, email, user }: { token: string; email: string | null; user: { email: string } }) {
  const isForAnother = email !== null && email !== user.email;
  return <AcceptForm token={token} signedInAs={user.email} isForAnother={isForAnother} />;
}

function Enter({ token }: { token: string }) {
  const returnTo = encodeURIComponent(`/invite/${token}`);
  return (
    <div className="space-y-2">
      <Link
        href={`/sign-up?returnTo=${returnTo}`}
        className={classNames(buttonStyle({ look: "solid", size: "large" }), "w-full")}
      >
        Create an account
      </Link>
      <Link href={`/sign-in?returnTo=${returnTo}`} className={secondStyle}>
        Sign in
      </Link>
    </div>
  );
}

function Note({ title, home, children }: { title: string; home: boolean; children: ReactNode }) {
  return (
    <EntryPage title={title}>
      <p className="text-soft">{children}</p>
      <Link href={home ? "/" : "/sign-in"} className={classNames(secondStyle, "mt-4")}>
        {home ? "Go to your projects" : "Go to sign-in"}
      </Link>
    </EntryPage>
  );
}
