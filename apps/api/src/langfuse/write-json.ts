import { ExactNumber } from "@plumbline/services/metrics";

/** JSON text in which exact numbers keep all their digits and Maps are objects. */
export function writeJson(value: unknown): string {
  if (value instanceof ExactNumber) return value.text;
  if (value instanceof Map) return writeMembers([...value.entries()]);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(",")}]`;
  if (typeof value === "object" && value !== null) return writeMembers(Object.entries(value));
  return JSON.stringify(value) ?? "null";
}

function writeMembers(members: ReadonlyArray<readonly [unknown, unknown]>): string {
  return `{${members.map(([key, member]) => `${JSON.stringify(String(key))}:${writeJson(member)}`).join(",")}}`;
}
