import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import { scanMembers } from "./member-scanner.ts";
import { type PreparedUpstream, prepareUpstream } from "./prepare-upstream.ts";

/** A call of one token, with which a replica that takes chats untranslated is warmed or tried. */
export function prepareShortChat(replica: Replica, requestId: string): PreparedUpstream {
  const body = Buffer.from(
    JSON.stringify({ model: replica.model, max_tokens: 1, messages: [{ role: "user", content: "Hi" }] }),
  );
  return prepareUpstream(
    {
      operation: "chat",
      clientDialect: "openai",
      path: "/v1/chat/completions",
      query: "",
      stream: false,
      requestId,
      contentType: "application/json",
      body,
      members: scanMembers(body),
      modelRange: null,
      requestedModel: replica.model,
      passHeaders: [],
    },
    replica,
    {},
  );
}
