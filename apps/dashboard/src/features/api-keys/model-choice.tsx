"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.ts";

interface ModelChoiceProps {
  projectId: string;
  models: readonly string[];
  onChange: (models: readonly string[]) => void;
}

/** Which pools a key of the gateway may ask for. */
export function ModelChoice({ projectId, models, onChange }: ModelChoiceProps) {
  const trpc = useTRPC();
  const status = useQuery(trpc.gateway.status.queryOptions({ projectId }));
  const names = status.data?.pools.map(({ name }) => name) ?? [];
  return (
    <fieldset>
      <legend className="text-xs font-medium">Models</legend>
      {names.length > 0 && (
        <div className="mt-1 max-h-40 divide-y overflow-y-auto rounded-md border">
          {names.map((name) => (
            <label
              key={name}
              className="flex min-h-8 cursor-default items-center gap-2 px-2.5 hover:bg-hover"
            >
              <input
                type="checkbox"
                className="accent-(--accent-solid)"
                checked={models.includes(name)}
                onChange={({ target }) =>
                  onChange(target.checked ? [...models, name] : models.filter((held) => held !== name))
                }
              />
              <span className="min-w-0 flex-1 py-1 font-mono text-xs break-all">{name}</span>
            </label>
          ))}
        </div>
      )}
      <p className="mt-1 text-xs text-soft">
        {names.length === 0
          ? "The gateway has no pools of this project yet: the key may ask for every model that it gets."
          : models.length === 0
            ? "None chosen: the key may ask for all of them, and for those that come later."
            : "The key may ask for these alone; a call for another model is refused with 403."}
      </p>
    </fieldset>
  );
}
