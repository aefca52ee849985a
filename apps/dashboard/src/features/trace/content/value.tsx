import { JsonView } from "./json-view.tsx";
import { LongText } from "./long-text.tsx";
import { parseJson } from "./parse-json.ts";

/** A value of a message: JSON as a tree, also where it came as text. */
export function Value({ value }: { value: unknown }) {
  if (typeof value !== "string") return <JsonView value={value} />;
  const parsed = parseJson(value);
  return parsed === undefined ? (
    <LongText text={value} limit={2_000} className="font-mono text-xs leading-5" />
  ) : (
    <JsonView value={parsed} />
  );
}
