import { PlumblineError } from "@plumbline/contracts/errors";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { documentInput, noteInput, type StoredConfig } from "./types.ts";
import { writeVersion } from "./write-version.ts";

const saveInput = z.strictObject({
  projectId: z.string(),
  document: documentInput,
  note: noteInput.optional(),
  /** Which version the edit began with; 0 when there was none. */
  basedOn: z.number().int().min(0),
});

/** `conflict` when somebody saved another version meanwhile; `invalid_request` with issues by line. */
export async function saveGatewayConfig(
  ctx: ServiceContext,
  input: z.input<typeof saveInput>,
): Promise<StoredConfig> {
  const wanted = parseInput(saveInput, input);
  const { projectId } = wanted;
  const note = wanted.note === undefined || wanted.note === "" ? null : wanted.note;
  const change = { projectId, note, action: "gateway-config.saved", details: {} } as const;
  return writeVersion(ctx, change, (newest) => {
    const version = newest?.version ?? 0;
    if (version !== wanted.basedOn) {
      throw new PlumblineError("conflict", {
        message: `Version ${version} was saved while you edited version ${wanted.basedOn}.`,
        details: { version },
      });
    }
    return wanted.document;
  });
}
