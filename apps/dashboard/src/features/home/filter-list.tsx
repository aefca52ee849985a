"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { DeferredProps } from "../../components/deferred.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Popover } from "../../components/ui/popover.tsx";
import { formatTokens } from "../../format/number.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { FilterMenuProps } from "./filter-menu.tsx";
import { useHomeParams } from "./home-params.ts";

export function FilterList({ trigger, ...props }: DeferredProps & FilterMenuProps) {
  const { projectId, label, of, chosen, onChange } = props;
  const [open, setOpen] = useState(true);
  const trpc = useTRPC();
  const [{ range }] = useHomeParams();
  const options = useQuery(trpc.home.options.queryOptions({ projectId, range }, { enabled: open }));
  const found = options.data?.[of] ?? [];
  const missing = chosen.filter((name) => !found.some((option) => option.name === name));
  const shown = [...missing.map((name) => ({ name, calls: 0 })), ...found];
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name]);
  return (
    <Popover title={label} open={open} onOpenChange={setOpen} trigger={trigger}>
      <fieldset className="scroll-thin max-h-80 w-64 overflow-y-auto p-1">
        <legend className="px-2 pt-1.5 pb-1 text-2xs font-medium text-faint">{label}</legend>
        {shown.map(({ name, calls }) => (
          <label key={name} className="flex h-7 items-center gap-2 rounded px-2 hover:bg-hover">
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              onChange={() => toggle(name)}
              className="size-3.5 accent-accent-solid"
            />
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <span className="text-xs text-faint tabular-nums">{formatTokens(calls)}</span>
          </label>
        ))}
        {shown.length === 0 && (
          <p className="px-2 py-1.5 text-soft">
            {options.isPending
              ? "Loading…"
              : options.isError
                ? "These cannot be loaded now."
                : "None in this time."}
          </p>
        )}
      </fieldset>
      {chosen.length > 0 && (
        <div className="border-t p-1.5">
          <Button look="quiet" onClick={() => onChange([])}>
            Clear
          </Button>
        </div>
      )}
    </Popover>
  );
}
