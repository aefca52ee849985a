"use client";

import { Check, Copy, Download, Filter } from "lucide-react";
import Link from "next/link";
import { useMemo, useState } from "react";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { useCopied } from "../../components/use-copied.ts";
import { formatInteger } from "../../format/number.ts";
import { isObject } from "./content/chat.ts";
import { filterLink, maxFilterCharacters } from "./content/filter-link.ts";
import { JsonView } from "./content/json-view.tsx";
import { LongText } from "./content/long-text.tsx";
import { parseJson } from "./content/parse-json.ts";
import { MediaOfText } from "./content/stored-media.tsx";
import { useTraceSource } from "./trace-source.tsx";

interface KeyValuesProps {
  title: string;
  entries?: Record<string, string>;
  /** The same as JSON object text. */
  json?: string | null;
  /** Folded at first. */
  closed?: boolean;
  /** Where all of it can be had as a file. */
  downloadUrl?: string;
  /** Values are offered as filters of the project's traces. */
  filterField?: "metadata";
}

type Row = readonly [key: string, value: unknown];

const searchFromRows = 8;
/** Beyond it the search finds the rest. */
const shownAtOnce = 200;

/** Names and values; a value that is JSON opens as a tree. */
export function KeyValues({
  title,
  entries,
  json,
  closed = false,
  downloadUrl,
  filterField,
}: KeyValuesProps) {
  const rows = useMemo(() => toRows(entries, json), [entries, json]);
  if (rows.length === 0) return null;
  const table = <Table title={title} rows={rows} filterField={filterField} />;
  const tools = <Tools title={title} rows={rows} downloadUrl={downloadUrl} />;
  if (!closed) {
    return (
      <section aria-label={title}>
        <div className="mb-1.5 flex h-7 items-center gap-2">
          <h3 className="text-xs font-medium text-soft">{title}</h3>
          {tools}
        </div>
        {table}
      </section>
    );
  }
  return (
    <details>
      <summary className="py-1 text-xs font-medium text-soft">
        {title} <span className="font-normal text-faint">{formatInteger(rows.length)}</span>
      </summary>
      <div className="mb-1.5 flex h-7 items-center">{tools}</div>
      {table}
    </details>
  );
}

function toRows(entries: Record<string, string> | undefined, json: string | null | undefined): Row[] {
  const parsed = json ? parseJson(json) : undefined;
  if (isObject(parsed)) return Object.entries(parsed);
  return Object.entries(entries ?? {}).toSorted(([left], [right]) => left.localeCompare(right));
}

function Tools({ title, rows, downloadUrl }: { title: string; rows: readonly Row[]; downloadUrl?: string }) {
  const { copied, copy } = useCopied();
  const name = title.toLowerCase();
  return (
    <span className="ml-auto flex items-center">
      <Button
        look="quiet"
        size="icon"
        title={`Copy ${name}`}
        aria-label={`Copy ${name}`}
        className="text-faint"
        onClick={() => copy(JSON.stringify(Object.fromEntries(rows), null, 2))}
      >
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      </Button>
      {downloadUrl && (
        <a
          href={downloadUrl}
          download
          title={`Download ${name}`}
          aria-label={`Download ${name}`}
          className={buttonStyle({ look: "quiet", size: "icon", className: "text-faint" })}
        >
          <Download aria-hidden />
        </a>
      )}
    </span>
  );
}

interface TableProps extends Pick<KeyValuesProps, "filterField"> {
  title: string;
  rows: readonly Row[];
}

function Table({ title, rows, filterField }: TableProps) {
  const [sought, setSought] = useState("");
  const words = sought.trim().toLowerCase();
  const matching = words === "" ? rows : rows.filter((row) => isAbout(row, words));
  return (
    <div className="overflow-hidden rounded-lg border">
      {rows.length >= searchFromRows && (
        <div className="flex items-center gap-2 border-b px-1.5 py-1">
          <input
            type="text"
            aria-label={`Search ${title.toLowerCase()}`}
            placeholder="Search names and values"
            value={sought}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setSought(event.target.value)}
            className="h-6.5 min-w-0 flex-1 rounded-md border bg-surface px-2 text-xs placeholder:text-faint max-md:text-base"
          />
          {words !== "" && (
            <output className="text-xs text-soft">
              {formatInteger(matching.length)} of {formatInteger(rows.length)}
            </output>
          )}
        </div>
      )}
      <dl className="divide-y">
        {matching.slice(0, shownAtOnce).map(([key, value]) => (
          <Entry key={key} name={key} value={value} filterField={filterField} />
        ))}
      </dl>
      {matching.length > shownAtOnce && (
        <p className="border-t px-3 py-1.5 text-xs text-soft">
          {formatInteger(matching.length - shownAtOnce)} more: search for them.
        </p>
      )}
      {matching.length === 0 && <p className="px-3 py-2 text-xs text-soft">Nothing here says that.</p>}
    </div>
  );
}

function isAbout([key, value]: Row, words: string): boolean {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return key.toLowerCase().includes(words) || text.toLowerCase().includes(words);
}

function TextValue({ value }: { value: string }) {
  const parsed = parseJson(value);
  return (
    <>
      {parsed === undefined ? (
        <LongText text={value} limit={400} className="font-mono text-xs leading-5" />
      ) : (
        <JsonView value={parsed} />
      )}
      <MediaOfText text={value} />
    </>
  );
}

interface EntryProps extends Pick<KeyValuesProps, "filterField"> {
  name: string;
  value: unknown;
}

function Entry({ name, value, filterField }: EntryProps) {
  const { projectId } = useTraceSource();
  const { copied, copy } = useCopied();
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const mayFilter = projectId !== null && filterField && text.length + name.length <= maxFilterCharacters;
  return (
    <div className="group/entry relative grid grid-cols-[minmax(6rem,34%)_minmax(0,1fr)] gap-3 px-3 py-1.5 hover:bg-hover">
      <dt className="font-mono text-xs leading-5 break-words text-soft [overflow-wrap:anywhere]">{name}</dt>
      <dd className="min-w-0">
        <Value value={value} />
        <span className="absolute top-0.5 right-1 flex rounded bg-hover opacity-0 group-hover/entry:opacity-100 focus-within:opacity-100">
          {mayFilter && (
            <Link
              href={filterLink(projectId, filterField, text, name)}
              prefetch={false}
              title="Traces with this value"
              aria-label={`Traces with this ${name}`}
              className={buttonStyle({ look: "quiet", size: "icon", className: "size-6 text-faint" })}
            >
              <Filter aria-hidden />
            </Link>
          )}
          <Button
            look="quiet"
            size="icon"
            title="Copy the value"
            aria-label={`Copy ${name}`}
            className="size-6 text-faint"
            onClick={() => copy(text)}
          >
            {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          </Button>
        </span>
      </dd>
    </div>
  );
}

function Value({ value }: { value: unknown }) {
  if (typeof value === "number" || typeof value === "boolean") {
    return <span className="font-mono text-xs leading-5">{String(value)}</span>;
  }
  if (typeof value !== "string") return <JsonView value={value} />;
  return <TextValue value={value} />;
}
