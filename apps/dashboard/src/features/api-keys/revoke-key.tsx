"use client";

import { useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { formatRelative } from "../../format/time.ts";
import type { ApiKey } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { useKeyMutations } from "./use-key-mutations.ts";

interface RevokeKeyProps {
  projectId: string;
  apiKey: ApiKey;
  nowMs: number;
  onRevoked: () => void;
}

export function RevokeKey(props: RevokeKeyProps) {
  const [open, setOpen] = useState(false);
  const { apiKey } = props;
  return (
    <Dialog
      title={`Revoke ${apiKey.name}?`}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button
          look="quiet"
          className="text-error hover:text-error"
          aria-label={`Revoke the key ${apiKey.name}`}
        >
          Revoke
        </Button>
      }
    >
      <RevokeForm
        {...props}
        onRevoked={() => {
          setOpen(false);
          props.onRevoked();
        }}
      />
    </Dialog>
  );
}

function RevokeForm({ projectId, apiKey, nowMs, onRevoked }: RevokeKeyProps) {
  const { revoke } = useKeyMutations();
  const zone = useTimeZone();
  return (
    <div className="flex flex-col gap-4 p-4">
      <ul className="list-disc space-y-1 pl-5 text-soft">
        <li>Every application that uses it is refused within 5 seconds; what it sends then is lost.</li>
        <li>
          {apiKey.lastUsedAt === null
            ? "It was never used."
            : `It was last used ${formatRelative(Date.parse(apiKey.lastUsedAt), nowMs, zone)}.`}
        </li>
        <li>It cannot be undone. To replace a key without an interruption, rotate it.</li>
      </ul>
      <FormError error={revoke.error} />
      <div className="flex justify-end">
        <Button
          look="danger"
          size="medium"
          disabled={revoke.isPending}
          onClick={() => revoke.mutate({ projectId, keyId: apiKey.id }, { onSuccess: onRevoked })}
        >
          {revoke.isPending ? "Revoking…" : "Revoke the key"}
        </Button>
      </div>
    </div>
  );
}
