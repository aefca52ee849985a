import Link from "next/link";
import { classNames } from "../../components/class-names.ts";
import { EntryPage, linkStyle, secondStyle } from "../sign-in/entry-page.tsx";
import { OrDivider, ProviderButtons } from "../sign-in/provider-buttons.tsx";
import { SignUpForm } from "./sign-up-form.tsx";

interface SignUpPageProps {
  returnTo: string;
  providers: readonly { id: string; name: string }[];
  isOpen: boolean;
  /** The invitation that the person came with, as long as it is good. */
  invitation: { token: string; organizationName: string; email: string | null } | null;
}

export function SignUpPage({ returnTo, providers, isOpen, invitation }: SignUpPageProps) {
  const signInHref = `/sign-in?returnTo=${encodeURIComponent(returnTo)}`;
  if (!isOpen && invitation === null) {
    return (
      <EntryPage title="Sign-up is closed">
        <p className="text-soft">
          Accounts are made by invitation here. Ask somebody who is in for a link: an owner or an admin of an
          organisation finds it under Members.
        </p>
        <Link href={signInHref} className={classNames(secondStyle, "mt-4")}>
          Go to sign-in
        </Link>
      </EntryPage>
    );
  }
  return (
    <EntryPage
      title="Create your account"
      lead={invitation && `To join ${invitation.organizationName}`}
      footer={
        <p>
          Have an account?{" "}
          <Link href={signInHref} className={linkStyle}>
            Sign in
          </Link>
        </p>
      }
    >
      {providers.length > 0 && (
        <>
          <div className="space-y-2">
            <ProviderButtons providers={providers} returnTo={returnTo} verb="Continue with" />
          </div>
          <OrDivider />
        </>
      )}
      <SignUpForm
        returnTo={returnTo}
        invitationToken={invitation?.token}
        invitedEmail={invitation?.email ?? null}
      />
    </EntryPage>
  );
}
