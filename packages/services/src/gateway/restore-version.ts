import { PlumblineError } from "@plumbline/contracts/errors";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import type { StoredConfig } from "./types.ts";
import { writeVersion } from "./write-version.ts";

const restoreInput = z.strictObject({ projectId: z.string(), version: z.number().int().min(1) });

/** A new version with the text of an earlier one; it has to pass the same checks as any other. */
export async function restoreGatewayVersion(
  ctx: ServiceContext,
  input: z.input<typeof restoreInput>,
): Promise<StoredConfig> {
  const wanted = parseInput(restoreInput, input);
  const { version } = wanted;
  const change = {
    projectId: wanted.projectId,
    note: `Restored version ${version}`,
    action: "gateway-config.restored",
    details: { restored: version },
  } as const;
  return writeVersion(ctx, change, async (_newest, tx, projectId) => {
    const earlier = await tx.gatewayConfigVersion.findUnique({
      where: { projectId_version: { projectId, version } },
    });
    if (earlier === null) throw new PlumblineError("not_found");
    return earlier.document;
  });
}
