import type { GatewayOperation } from "@plumbline/contracts/gateway-call";
import type { Modality, Priority } from "@plumbline/contracts/gateway-config";

/** What routing needs to know of a call; its content stays with the caller. */
export interface CallShape {
  projectId: string;
  requestedModel: string;
  operation: GatewayOperation;
  stream: boolean;
  priority: Priority;
  /** An estimate is enough: it weighs work and filters by context length. */
  promptTokens: number;
  /** As the client asked; undefined when it left it open. */
  maxTokens: number | undefined;
  modalities: readonly Modality[];
  tools: boolean;
  /** Calls with the same key like to meet the same replica. */
  sessionKey: string | undefined;
  /** Of the prompt's beginning, each over all before it: the longest last. See prefix-hashes. */
  prefixHashes: readonly number[];
}
