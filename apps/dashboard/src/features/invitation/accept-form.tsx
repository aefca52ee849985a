"use client";

import { useMutation } from "@tanstack/react-query";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { useInBrowser } from "../../components/use-in-browser.ts";
import { useTRPC } from "../../trpc/client.ts";
import { signOutNow } from "../shell/sign-out.ts";
import { secondStyle } from "../sign-in/entry-page.tsx";

interface AcceptFormProps {
  token: string;
  signedInAs: string;
  /** The invitation names another address than that of the account. */
  isForAnother: boolean;
}

export function AcceptForm({ token, signedInAs, isForAnother }: AcceptFormProps) {
  const trpc = useTRPC();
  const isTakenOver = useInBrowser();
  const accept = useMutation(
    trpc.invitation.accept.mutationOptions({
      onSuccess: ({ organizationId, projectId }) => {
        const organization = `/organization/${encodeURIComponent(organizationId)}/general`;
        location.assign(
          projectId === null ? organization : `/project/${encodeURIComponent(projectId)}/traces`,
        );
      },
    }),
  );
  const signOut = () => void signOutNow(`/sign-in?returnTo=${encodeURIComponent(`/invite/${token}`)}`);
  return (
    <div className="space-y-3">
      {isForAnother ? (
        <p className="text-soft">
          You are signed in as <strong className="font-medium text-text">{signedInAs}</strong>. Sign in with
          the address that was invited to join.
        </p>
      ) : (
        <>
          <FormError id="accept-error" error={accept.error} />
          <Button
            look="solid"
            size="large"
            disabled={!isTakenOver || accept.isPending || accept.isSuccess}
            onClick={() => accept.mutate({ token })}
            className="w-full"
          >
            {accept.isPending || accept.isSuccess ? "Joining…" : "Join"}
          </Button>
          <p className="text-center text-xs text-soft">as {signedInAs}</p>
        </>
      )}
      <Button size="large" disabled={!isTakenOver} onClick={signOut} className={secondStyle}>
        Use another account
      </Button>
    </div>
  );
}
