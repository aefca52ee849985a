"use client";

import { X } from "lucide-react";
import { SearchBox } from "../../components/search-box.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Select } from "../../components/ui/select.tsx";
import { everyHour } from "./rejected-hours.ts";
import { useRejectedParams } from "./use-rejected-params.ts";

const times = [
  { hours: 1, label: "Last hour" },
  { hours: 24, label: "Last 24 hours" },
  { hours: 168, label: "Last 7 days" },
  { hours: everyHour, label: "As long as kept" },
] as const;
const sources = [
  "otlp",
  "langfuse",
  "langsmith",
  "openai-agents",
  "opik",
  "api",
  "gateway",
  "journal",
] as const;

export function RejectedFilters() {
  const [{ code, source, q, hours, show }, setParams] = useRejectedParams();
  return (
    <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
      <SearchBox
        label="Search id, reason and content"
        value={q}
        onChange={(text) => void setParams({ q: text || null })}
      />
      <Select
        compact
        aria-label="Source"
        value={source}
        onChange={(event) => void setParams({ source: event.target.value || null })}
      >
        <option value="">Every source</option>
        {sources.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
      <Select
        compact
        aria-label="Time"
        value={String(hours)}
        onChange={(event) => void setParams({ hours: Number(event.target.value) })}
      >
        {times.map(({ hours: value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
      <Select
        compact
        aria-label="State"
        value={show}
        onChange={(event) => void setParams({ show: event.target.value === "replayed" ? "replayed" : null })}
      >
        <option value="open">Refused</option>
        <option value="replayed">Stored by a replay</option>
      </Select>
      {code !== "" && (
        <Button onClick={() => void setParams({ code: null })} title="Show every code again">
          <span className="max-w-60 truncate font-mono">{code}</span>
          <X aria-label="Remove" />
        </Button>
      )}
    </div>
  );
}
