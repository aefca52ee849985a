"use client";

import { type SubmitEvent, useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { formText } from "../../components/form-text.ts";
import { Button } from "../../components/ui/button.tsx";
import { Field, fieldStyle } from "../../components/ui/field.tsx";
import { SelectField } from "../../components/ui/select-field.tsx";
import { TextField } from "../../components/ui/text-field.tsx";
import { type ExpiryChoice, expiryChoices, expiryOf, isExpiryChoice } from "./expiry.ts";
import { ModelChoice } from "./model-choice.tsx";
import { defaultScopes, scopeOrder, scopeTexts } from "./scopes.ts";
import { type FreshKey, useKeyMutations } from "./use-key-mutations.ts";

interface CreateKeyFormProps {
  projectId: string;
  onCreated: (key: FreshKey) => void;
}

type Kind = "secret" | "public";

export function CreateKeyForm({ projectId, onCreated }: CreateKeyFormProps) {
  const { create, createPublic } = useKeyMutations();
  const [kind, setKind] = useState<Kind>("secret");
  const [scopes, setScopes] = useState(defaultScopes);
  const [models, setModels] = useState<readonly string[]>([]);
  const [expiry, setExpiry] = useState<ExpiryChoice>("never");
  const [date, setDate] = useState("");
  const running = kind === "secret" ? create : createPublic;

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = formText(form, "name");
    const expiresAt = expiryOf(expiry, date, Date.now());
    if (expiresAt === undefined) return;
    if (kind === "secret") {
      const limit = scopes.includes("gateway") ? [...models] : [];
      create.mutate(
        { projectId, name, scopes: [...scopes], models: limit, expiresAt },
        { onSuccess: onCreated },
      );
      return;
    }
    const allowedOrigins = formText(form, "origins")
      .split(/[\s,]+/)
      .filter((origin) => origin !== "");
    createPublic.mutate(
      { projectId, name, allowedOrigins, expiresAt },
      { onSuccess: (key) => onCreated({ ...key, secretKey: null }) },
    );
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-4 p-4">
      <TextField
        label="Name"
        name="name"
        required
        maxLength={100}
        autoComplete="off"
        placeholder="Support bot, production"
        hint="Who uses it, so that you know later what stops when it is revoked."
      />
      <KindChoice kind={kind} onChange={setKind} />
      {kind === "secret" ? (
        <>
          <ScopeChoice scopes={scopes} onChange={setScopes} />
          {scopes.includes("gateway") && (
            <ModelChoice projectId={projectId} models={models} onChange={setModels} />
          )}
        </>
      ) : (
        <Field
          label="Allowed origins"
          hint="One per line. Only pages of these origins may use the key; leave it empty to allow any page."
        >
          {(control) => (
            <textarea
              {...control}
              name="origins"
              rows={3}
              spellCheck={false}
              placeholder={"https://app.example.com\nhttp://localhost:3000"}
              className={`${fieldStyle} h-auto py-1.5 font-mono`}
            />
          )}
        </Field>
      )}
      <div className="flex flex-wrap gap-3">
        <div className="min-w-40 flex-1">
          <SelectField
            label="Expires"
            value={expiry}
            onChange={({ target }) => isExpiryChoice(target.value) && setExpiry(target.value)}
            options={expiryChoices}
          />
        </div>
        {expiry === "date" && (
          <div className="min-w-40 flex-1">
            <TextField
              label="Last day"
              type="date"
              required
              value={date}
              onChange={(event) => setDate(event.target.value)}
            />
          </div>
        )}
      </div>
      <FormError error={running.error} />
      <div className="flex justify-end">
        <Button
          type="submit"
          look="solid"
          size="medium"
          disabled={running.isPending || (kind === "secret" && scopes.length === 0)}
        >
          {running.isPending ? "Creating…" : "Create the key"}
        </Button>
      </div>
    </form>
  );
}

function KindChoice({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  const kinds = [
    { value: "secret", label: "For servers", text: "A public and a secret half." },
    { value: "public", label: "For web pages", text: "Only a public half, which can create scores." },
  ] as const;
  return (
    <fieldset>
      <legend className="text-xs font-medium">Kind</legend>
      <div className="mt-1 grid gap-2 sm:grid-cols-2">
        {kinds.map(({ value, label, text }) => (
          <label
            key={value}
            className="flex cursor-default items-start gap-2 rounded-md border px-2.5 py-2 hover:bg-hover has-checked:border-accent"
          >
            <input
              type="radio"
              name="kind"
              className="mt-0.5 accent-(--accent-solid)"
              checked={kind === value}
              onChange={() => onChange(value)}
            />
            <span>
              {label}
              <span className="block text-xs text-soft">{text}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface ScopeChoiceProps {
  scopes: typeof defaultScopes;
  onChange: (scopes: typeof defaultScopes) => void;
}

function ScopeChoice({ scopes, onChange }: ScopeChoiceProps) {
  return (
    <fieldset>
      <legend className="text-xs font-medium">Scopes</legend>
      <div className="mt-1 divide-y rounded-md border">
        {scopeOrder.map((scope) => (
          <label key={scope} className="flex min-h-8 cursor-default items-center gap-2 px-2.5 hover:bg-hover">
            <input
              type="checkbox"
              className="accent-(--accent-solid)"
              checked={scopes.includes(scope)}
              onChange={({ target }) =>
                onChange(target.checked ? [...scopes, scope] : scopes.filter((held) => held !== scope))
              }
            />
            <span className="w-16 font-mono text-xs">{scope}</span>
            <span className="min-w-0 flex-1 py-1 text-xs text-soft">{scopeTexts[scope]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
