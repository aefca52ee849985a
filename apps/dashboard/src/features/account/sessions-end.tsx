"use client";

import { useMutation } from "@tanstack/react-query";
import { Button } from "../../components/ui/button.tsx";
import { ConfirmDialog } from "../../components/ui/confirm-dialog.tsx";
import { attempt } from "../../trpc/attempt.ts";
import { useTRPC } from "../../trpc/client.ts";
import { signOutNow } from "../shell/sign-out.ts";

export function SessionsEnd() {
  const trpc = useTRPC();
  const end = useMutation(trpc.account.endSessions.mutationOptions());
  const confirm = async () => {
    const refused = await attempt(end.mutateAsync());
    if (refused === null) await signOutNow();
    return refused;
  };
  return (
    <ConfirmDialog
      title="Sign out everywhere"
      text="Every device that is signed in to your account is signed out with its next request, this one too."
      action="Sign out everywhere"
      trigger={<Button size="medium">Sign out everywhere…</Button>}
      onConfirm={confirm}
    />
  );
}
