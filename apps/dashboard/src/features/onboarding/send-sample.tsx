"use client";

import { useMutation } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { useTRPC } from "../../trpc/client.ts";
import type { SnippetKeys } from "./snippets.ts";

interface SendSampleProps {
  projectId: string;
  keys: SnippetKeys;
}

/** For people without code at hand. */
export function SendSample({ projectId, keys }: SendSampleProps) {
  const trpc = useTRPC();
  const send = useMutation(trpc.onboarding.sendSample.mutationOptions());
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button
          size="medium"
          disabled={send.isPending || send.isSuccess}
          onClick={() => send.mutate({ projectId, ...keys })}
        >
          <Send aria-hidden />
          {send.isPending ? "Sending…" : send.isSuccess ? "Sample trace sent" : "Send a sample trace"}
        </Button>
        <p className="text-xs text-soft">No code at hand? This sends a small agent run with your new key.</p>
      </div>
      <FormError error={send.error} />
    </div>
  );
}
