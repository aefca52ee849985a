import { PlumblineError } from "@plumbline/contracts/errors";

/** A 400 that names the field: what an upstream cannot be told is never left out in silence. */
export function refuse(field: string, why: string): never {
  throw new PlumblineError("invalid_request", { message: `"${field}" ${why}`, details: { field } });
}
