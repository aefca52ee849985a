import { PlumblineError } from "@plumbline/contracts/errors";
import { type SpanKind, spanKinds } from "@plumbline/contracts/events";

/** An unknown type must not silently mean all of them. */
export function readKind(type: string | undefined): SpanKind | undefined {
  if (type === undefined) return undefined;
  const kind = spanKinds.find((known) => known === type.toUpperCase());
  if (kind !== undefined) return kind;
  throw new PlumblineError("invalid_request", {
    message: `There is no observation type "${type.slice(0, 40)}".`,
    details: { allowed: spanKinds.filter((known) => known !== "TRACE") },
  });
}
