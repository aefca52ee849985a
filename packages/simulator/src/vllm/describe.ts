import { isRecord, type JsonRecord, listOf, numberOf, textOf } from "../http/json.ts";
import { promptOfChat, promptOfText } from "./prompt.ts";
import type { ServerState } from "./server-state.ts";
import { invalidField } from "./vllm-error.ts";

export function listModels({ settings, startedSeconds }: ServerState): unknown {
  const base = settings.models[0] ?? null;
  const entry = (id: string, root: string | null, parent: string | null): unknown => ({
    id,
    object: "model",
    created: startedSeconds,
    owned_by: "vllm",
    root,
    parent,
    max_model_len: parent === null ? settings.profile.maxModelLen : null,
    permission: [
      {
        id: `modelperm-${id}`,
        object: "model_permission",
        created: startedSeconds,
        allow_create_engine: false,
        allow_sampling: true,
        allow_logprobs: true,
        allow_search_indices: false,
        allow_view: true,
        allow_fine_tuning: false,
        organization: "*",
        group: null,
        is_blocking: false,
      },
    ],
  });
  return {
    object: "list",
    data: [
      ...settings.models.map((model) => entry(model, base, null)),
      ...settings.loraAdapters.map((adapter) => entry(adapter, `/adapters/${adapter}`, base)),
    ],
  };
}

/** Token ids are places in the text; only their count means something. */
export function tokenize({ settings }: ServerState, body: JsonRecord): unknown {
  const { blockSize, maxModelLen } = settings.profile;
  const isChat = Array.isArray(body["messages"]);
  if (!isChat && typeof body["prompt"] !== "string")
    throw invalidField("prompt", "missing", "Field required", body);
  const { tokens } = isChat
    ? promptOfChat(body["messages"], body["tools"], blockSize, "")
    : promptOfText(textOf(body["prompt"]), blockSize, "");
  const ids = Array.from({ length: tokens }, (_, place) => place);
  return { count: tokens, max_model_len: maxModelLen, tokens: ids, token_strs: null };
}

export function detokenize(body: JsonRecord): unknown {
  if (!isRecord(body)) throw invalidField("tokens", "missing", "Field required", body);
  return {
    prompt: listOf(body["tokens"])
      .map((token) => ` t${numberOf(token) ?? 0}`)
      .join(""),
  };
}
