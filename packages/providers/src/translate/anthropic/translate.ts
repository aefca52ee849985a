import type { Translate } from "../../translator.ts";
import { pathFor } from "../../upstream-target.ts";
import { toBytes } from "../openai/write-answer.ts";
import { MessageStream, readMessage } from "./read-answer.ts";
import { writeRequest } from "./write-request.ts";

/** chat/completions to Anthropic's /v1/messages, as platform.claude.com/docs/en/api/messages describes it. */
export const toAnthropic: Translate = (call, replica) => ({
  path: pathFor(replica, "/v1/messages", ""),
  headers: [],
  body: toBytes(writeRequest(call, replica)),
  framing: "sse",
  whole: (bytes) => readMessage(call, bytes),
  stream: () => new MessageStream(call, replica.model),
});
