import type { GatewaySnapshot, SnapshotKey } from "@plumbline/contracts/gateway-snapshot";
import { GatewayError } from "./http/gateway-error.ts";

interface ListedModel {
  id: string;
  object: "model";
  created: number;
  owned_by: string;
  max_model_len?: number;
}

/** The models that a key may use, aliases too, as OpenAI lists them; of one when the path names one. */
export function listModels(snapshot: GatewaySnapshot, key: SnapshotKey, path: string): unknown {
  const data = modelsOf(snapshot, key);
  const prefix = "/v1/models/";
  if (!path.startsWith(prefix)) return { object: "list", data };
  const name = decode(path.slice(prefix.length));
  const found = data.find(({ id }) => id === name);
  if (found === undefined) {
    throw new GatewayError("model_not_found", "invalid_request", {
      message: `There is no model "${name}" here.`,
      param: "model",
    });
  }
  return found;
}

function modelsOf(snapshot: GatewaySnapshot, key: SnapshotKey): ListedModel[] {
  const project = snapshot.projects.find(({ projectId }) => projectId === key.projectId);
  const listed: ListedModel[] = [];
  for (const pool of project?.pools ?? []) {
    const lengths = pool.replicas
      .map((replica) => replica.context_length)
      .filter((length) => length !== undefined);
    for (const id of [pool.name, ...pool.aliases]) {
      const isAllowed = key.models === null || key.models.includes(id) || key.models.includes(pool.name);
      if (!isAllowed) continue;
      const model: ListedModel = { id, object: "model", created: 0, owned_by: "plumbline" };
      if (lengths.length > 0) model.max_model_len = Math.max(...lengths);
      listed.push(model);
    }
  }
  return listed;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
