"use client";

import { CopyId } from "../../components/copy-id.tsx";
import { Button } from "../../components/ui/button.tsx";
import { formatExact, type TimeZone } from "../../format/time.ts";
import type { AuditEntry } from "../../trpc/types.ts";
import { actorName } from "./actor-name.ts";

interface AuditChangeProps {
  entry: AuditEntry;
  zone: TimeZone;
  onEntity: (entityId: string) => void;
}

/** One entry whole: each field that changed, before and after. */
export function AuditChange({ entry, zone, onEntity }: AuditChangeProps) {
  const fields = changedFields(entry.before, entry.after);
  return (
    <div className="space-y-3 whitespace-normal">
      <p>
        <span className="font-medium">{actorName(entry)}</span>
        <span className="text-soft">{` · ${formatExact(Date.parse(entry.createdAt), zone)} · request `}</span>
        <span className="font-mono text-xs break-all text-soft">{entry.requestId}</span>
      </p>
      {fields.length > 0 && (
        <table className="w-full max-w-3xl table-fixed text-xs">
          <thead>
            <tr className="text-left text-2xs text-faint">
              <th scope="col" className="w-40 py-1 font-medium max-md:w-28">
                Field
              </th>
              <th scope="col" className="py-1 font-medium">
                Before
              </th>
              <th scope="col" className="py-1 font-medium">
                After
              </th>
            </tr>
          </thead>
          <tbody className="font-mono break-words">
            {fields.map(([name, before, after]) => (
              <tr key={name} className="*:align-top">
                <th scope="row" className="py-0.5 pr-3 text-left font-normal text-soft">
                  {name}
                </th>
                <td className="py-0.5 pr-3">{before}</td>
                <td className="py-0.5 pr-3">{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <CopyId id={entry.entityId} label={`${entry.entity} id`} />
        <Button
          onClick={() => onEntity(entry.entityId)}
        >{`All changes of this ${entry.entity.replace("-", " ")}`}</Button>
      </div>
    </div>
  );
}

type Json = AuditEntry["before"];

function changedFields(before: Json, after: Json): [name: string, before: string, after: string][] {
  const old = fieldsOf(before);
  const now = fieldsOf(after);
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return names.map((name) => [name, show(old.get(name)), show(now.get(name))]);
}

function fieldsOf(value: Json): Map<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

function show(value: unknown): string {
  if (value === undefined) return "—";
  if (Array.isArray(value) && value.every((part) => typeof part === "string")) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
