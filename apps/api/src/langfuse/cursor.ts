import { PlumblineError } from "@plumbline/contracts/errors";
import type { z } from "zod";

/** A place in a list as text that fits into an address; it says nothing that the list does not. */
export function writeCursor(place: object): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** Throws `invalid_request` for a text that no list has given out. */
export function readCursor<Schema extends z.ZodType>(schema: Schema, cursor: string): z.output<Schema> {
  const result = schema.safeParse(parse(Buffer.from(cursor, "base64url").toString("utf8")));
  if (result.success) return result.data;
  throw new PlumblineError("invalid_request", {
    message: "The cursor is none that an earlier page has given.",
    details: { issues: ["cursor: unknown"] },
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
