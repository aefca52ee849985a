import { isObject } from "./content/chat.ts";
import { JsonView } from "./content/json-view.tsx";
import { LongText } from "./content/long-text.tsx";
import { parseJson } from "./content/parse-json.ts";

interface KeyValuesProps {
  title: string;
  entries?: Record<string, string>;
  /** The same as JSON object text. */
  json?: string | null;
  /** Folded at first. */
  closed?: boolean;
}

/** Names and values; a value that is JSON opens as a tree. */
export function KeyValues({ title, entries, json, closed = false }: KeyValuesProps) {
  const parsed = json ? parseJson(json) : undefined;
  const rows: (readonly [string, unknown])[] = isObject(parsed)
    ? Object.entries(parsed)
    : Object.entries(entries ?? {}).toSorted(([left], [right]) => left.localeCompare(right));
  if (rows.length === 0) return null;
  const table = (
    <dl className="divide-y rounded-lg border">
      {rows.map(([key, value]) => (
        <div key={key} className="grid grid-cols-[minmax(6rem,34%)_minmax(0,1fr)] gap-3 px-3 py-1.5">
          <dt className="font-mono text-xs leading-5 break-words text-soft [overflow-wrap:anywhere]">
            {key}
          </dt>
          <dd className="min-w-0">
            <Value value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
  if (!closed) {
    return (
      <section aria-label={title}>
        <h3 className="mb-1.5 text-xs font-medium text-soft">{title}</h3>
        {table}
      </section>
    );
  }
  return (
    <details>
      <summary className="mb-1.5 text-xs font-medium text-soft">
        {title} <span className="font-normal text-faint">{rows.length}</span>
      </summary>
      {table}
    </details>
  );
}

function Value({ value }: { value: unknown }) {
  if (typeof value !== "string") return <JsonView value={value} />;
  const parsed = parseJson(value);
  return parsed === undefined ? (
    <LongText text={value} limit={400} className="font-mono text-xs leading-5" />
  ) : (
    <JsonView value={parsed} />
  );
}
