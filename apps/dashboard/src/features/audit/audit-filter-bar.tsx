"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { Button } from "../../components/ui/button.tsx";
import { Select } from "../../components/ui/select.tsx";
import { fromInputTime, toInputTime } from "../../format/time.ts";
import { useTRPC } from "../../trpc/client.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import type { AuditPlace } from "./audit-place.ts";
import { useAuditParams } from "./use-audit-params.ts";

const controlStyle = "h-7 max-w-full rounded-md border border-line bg-raised px-2 text-xs text-text";

export function AuditFilterBar({ place }: { place: AuditPlace }) {
  const [{ action, actor, entity, from, to }, setParams] = useAuditParams();
  const choices = useChoices(place);
  const actions = choices?.actions ?? (action === "" ? [] : [action]);
  const actors = choices?.actors ?? (actor === "" ? [] : [{ id: actor, name: actor }]);
  return (
    <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
      <Select
        compact
        aria-label="Action"
        value={action}
        onChange={(event) => void setParams({ action: event.target.value || null })}
      >
        <option value="">Every action</option>
        {entitiesOf(actions).map((name) => (
          <option key={name} value={name}>{`${name}: all`}</option>
        ))}
        {actions.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
      <Select
        compact
        aria-label="Actor"
        value={actor}
        onChange={(event) => void setParams({ actor: event.target.value || null })}
      >
        <option value="">Everybody</option>
        {actors.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <DayField label="From" atMs={from} onChange={(atMs) => void setParams({ from: atMs })} />
      <DayField label="Before" atMs={to} onChange={(atMs) => void setParams({ to: atMs })} />
      {entity !== "" && (
        <Button onClick={() => void setParams({ entity: null })} title="Show every entity again">
          <span className="max-w-40 truncate font-mono">{entity}</span>
          <X aria-label="Remove" />
        </Button>
      )}
    </div>
  );
}

interface DayFieldProps {
  label: string;
  atMs: number | null;
  onChange: (atMs: number | null) => void;
}

/** Midnight of a day in the reader's zone. */
function DayField({ label, atMs, onChange }: DayFieldProps) {
  const zone = useTimeZone();
  return (
    <label className="flex items-center gap-1.5 text-xs text-soft">
      {label}
      <input
        type="date"
        value={atMs === null ? "" : toInputTime(atMs, zone).slice(0, 10)}
        onChange={(event) => {
          const chosenMs = fromInputTime(`${event.target.value}T00:00`, zone);
          onChange(Number.isNaN(chosenMs) ? null : chosenMs);
        }}
        className={controlStyle}
      />
    </label>
  );
}

/** "api-key" of "api-key.created": an entity can be asked for with all of its verbs. */
function entitiesOf(actions: readonly string[]): string[] {
  const entities = actions.map((name) => name.split(".")[0] ?? name);
  return [...new Set(entities)].filter((name) => entities.indexOf(name) !== entities.lastIndexOf(name));
}

function useChoices(place: AuditPlace) {
  const trpc = useTRPC();
  const ofProject = "projectId" in place;
  const project = useQuery(
    trpc.audit.choicesOfProject.queryOptions(
      { projectId: ofProject ? place.projectId : "" },
      { enabled: ofProject },
    ),
  );
  const organization = useQuery(
    trpc.audit.choicesOfOrganization.queryOptions(
      { organizationId: ofProject ? "" : place.organizationId },
      { enabled: !ofProject },
    ),
  );
  return ofProject ? project.data : organization.data;
}
