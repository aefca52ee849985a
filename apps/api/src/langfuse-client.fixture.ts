import { LangfuseClient } from "@langfuse/client";
import type { TestApi } from "./api.fixture.ts";

/** The published client with the full key of the API. */
export function langfuseClient({ url, key: { publicKey, secretKey } }: TestApi): LangfuseClient {
  return new LangfuseClient({ baseUrl: url, publicKey, secretKey });
}
