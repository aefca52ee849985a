import Link from "next/link";
import { EntryPage, linkStyle } from "./entry-page.tsx";
import { OrDivider, ProviderButtons } from "./provider-buttons.tsx";
import { SignInForm } from "./sign-in-form.tsx";

interface SignInPageProps {
  returnTo: string;
  failure: string | null;
  providers: readonly { id: string; name: string }[];
  /** Whether the person may make an account: sign-up is open, or they come from an invitation. */
  maySignUp: boolean;
}

export function SignInPage({ returnTo, failure, providers, maySignUp }: SignInPageProps) {
  return (
    <EntryPage
      title="Sign in to Plumbline"
      footer={
        maySignUp ? (
          <p>
            New here?{" "}
            <Link href={`/sign-up?returnTo=${encodeURIComponent(returnTo)}`} className={linkStyle}>
              Create an account
            </Link>
          </p>
        ) : (
          <p>Accounts are made by invitation. Ask somebody who is in for a link.</p>
        )
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
      <SignInForm returnTo={returnTo} failure={failure} />
    </EntryPage>
  );
}
