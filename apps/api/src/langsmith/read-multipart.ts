import { PlumblineError } from "@plumbline/contracts/errors";
import { parseJson } from "../http/json.ts";

export interface RunParts {
  kind: "post" | "patch" | "feedback";
  id: string;
  /** The body with the fields that came as parts of their own. */
  body: Record<string, unknown>;
}

const fieldNames = new Set(["inputs", "outputs", "events", "extra", "error", "serialized"]);
const partName = /^(post|patch|feedback)\.([^.]+)(?:\.([a-z]+))?$/;

/**
 * Puts the runs of `POST /runs/multipart` together: parts `post.<id>` and `post.<id>.inputs` and so on.
 * Attachments and unknown parts are passed over. Throws `invalid_request` and `too_deep`.
 */
export async function readMultipart(
  bytes: Buffer,
  contentType: string,
  maxDepth: number,
): Promise<RunParts[]> {
  const runs = new Map<string, RunParts>();
  for (const [name, value] of await readForm(bytes, contentType)) {
    const [, kind, id, field] = partName.exec(name) ?? [];
    if ((kind !== "post" && kind !== "patch" && kind !== "feedback") || id === undefined) continue;
    if (field !== undefined && !fieldNames.has(field)) continue;
    const text = typeof value === "string" ? value : await value.text();
    const parsed = await parseJson(Buffer.from(text), maxDepth);
    const key = `${kind}.${id}`;
    const run = runs.get(key) ?? { kind, id, body: { id } };
    runs.set(key, run);
    if (field !== undefined) run.body[field] = parsed;
    else if (isRecord(parsed)) run.body = { ...run.body, ...parsed };
  }
  return [...runs.values()];
}

async function readForm(bytes: Buffer, contentType: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { "content-type": contentType } }).formData();
  } catch (cause) {
    throw new PlumblineError("invalid_request", {
      message: "The body is not valid multipart/form-data.",
      cause,
    });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
