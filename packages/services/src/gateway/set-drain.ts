import { PlumblineError } from "@plumbline/contracts/errors";
import { setDrain } from "@plumbline/routing/set-drain";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import type { StoredConfig } from "./types.ts";
import { writeVersion } from "./write-version.ts";

const drainInput = z.strictObject({
  projectId: z.string(),
  replicaId: z.string().max(1_000),
  drain: z.boolean(),
});

/** Takes a replica out, or back in, by a new version of the document. Idempotent. */
export async function setReplicaDrain(
  ctx: ServiceContext,
  input: z.input<typeof drainInput>,
): Promise<StoredConfig> {
  const wanted = parseInput(drainInput, input);
  const { projectId, drain, replicaId } = wanted;
  const name = replicaId.slice(projectId.length + 1);
  const change = {
    projectId,
    note: drain ? `Drained ${name}` : `Took ${name} back in`,
    action: "gateway-config.drained",
    details: { replica: name, drain },
  } as const;
  return writeVersion(ctx, change, (newest) => {
    if (!replicaId.startsWith(`${projectId}/`)) throw new PlumblineError("not_found");
    const edited = setDrain(newest?.document ?? "", { replicaId, drain });
    if (edited.ok) return edited.document;
    if (edited.reason === "not_found") {
      throw new PlumblineError("not_found", { message: "There is no such replica in the document." });
    }
    throw new PlumblineError("invalid_request", {
      message: "The document is not valid any more. Correct it in the pool editor first.",
    });
  });
}
