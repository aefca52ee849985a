"use client";

import { type SubmitEvent, useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { SelectField } from "../../components/ui/select-field.tsx";
import type { ApiKey } from "../../trpc/types.ts";
import { type FreshKey, useKeyMutations } from "./use-key-mutations.ts";

interface RotateKeyProps {
  projectId: string;
  apiKey: ApiKey;
  onCreated: (key: FreshKey) => void;
}

const overlaps = [
  { seconds: 0, value: "0", label: "Not at all", until: "stops at once" },
  { seconds: 3_600, value: "3600", label: "1 hour", until: "keeps working for 1 hour" },
  { seconds: 86_400, value: "86400", label: "24 hours", until: "keeps working for 24 hours" },
  { seconds: 604_800, value: "604800", label: "7 days", until: "keeps working for 7 days" },
] as const;

export function RotateKey(props: RotateKeyProps) {
  const [open, setOpen] = useState(false);
  const { apiKey } = props;
  return (
    <Dialog
      title={`Rotate ${apiKey.name}`}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look="quiet" aria-label={`Rotate the key ${apiKey.name}`}>
          Rotate
        </Button>
      }
    >
      <RotateForm
        {...props}
        onCreated={(key) => {
          setOpen(false);
          props.onCreated(key);
        }}
      />
    </Dialog>
  );
}

function RotateForm({ projectId, apiKey, onCreated }: RotateKeyProps) {
  const { rotate } = useKeyMutations();
  const [chosen, setChosen] = useState<(typeof overlaps)[number]>(overlaps[2]);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    rotate.mutate(
      { projectId, keyId: apiKey.id, overlapSeconds: chosen.seconds },
      { onSuccess: ({ key }) => onCreated(key) },
    );
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4 p-4">
      <ul className="list-disc space-y-1 pl-5 text-soft">
        <li>A new key with the same name, scopes and origins is made and shown once.</li>
        <li>
          The old key <code className="font-mono text-xs break-all">{apiKey.publicKey}</code> {chosen.until}
          {chosen.seconds > 0 && ", and is refused afterwards"}.
        </li>
      </ul>
      <SelectField
        label="How long the old key works on"
        value={chosen.value}
        onChange={({ target }) => {
          const overlap = overlaps.find(({ value }) => value === target.value);
          if (overlap) setChosen(overlap);
        }}
        options={overlaps}
        hint={
          chosen.seconds === 0
            ? "Every application that uses it is refused until it has the new one."
            : "Long enough to give the new key to every application that uses the old one."
        }
      />
      <FormError error={rotate.error} />
      <div className="flex justify-end">
        <Button type="submit" look="solid" size="medium" disabled={rotate.isPending}>
          {rotate.isPending ? "Rotating…" : "Rotate the key"}
        </Button>
      </div>
    </form>
  );
}
