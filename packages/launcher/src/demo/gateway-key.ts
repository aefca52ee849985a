import { createHmac } from "node:crypto";
import { generateApiKey } from "@plumbline/access/api-key";
import type { Feature } from "./script/conversation.ts";

/** A gateway key per feature, made from the demo's secret key: the same at every start, stored nowhere else. */
export function gatewayKey(secretKey: string, feature: Feature): string {
  const bytes = createHmac("sha256", secretKey).update(`demo gateway key of ${feature}`).digest();
  return generateApiKey("gateway", bytes).secretKey;
}
