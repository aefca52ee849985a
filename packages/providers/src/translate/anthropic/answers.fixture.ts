import { namedSse } from "../translate.fixture.ts";

/** Of platform.claude.com/docs/en/api/messages (a Message) and /docs/en/build-with-claude/extended-thinking. */
export const message = {
  id: "msg_013Zva2CMHLNnjNjJJKqJ2EF",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-4-6",
  content: [
    { type: "thinking", thinking: "The user greets me.", signature: "EqQBCgIYAhIM" },
    { type: "text", text: "Hello! ", citations: null },
    { type: "text", text: "How are you?", citations: null },
  ],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: {
    input_tokens: 20,
    cache_creation_input_tokens: 30,
    cache_read_input_tokens: 100,
    cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
    output_tokens: 12,
    output_tokens_details: { thinking_tokens: 5 },
    service_tier: "standard",
  },
};

/** Of /docs/en/agents-and-tools/tool-use/overview. */
export const toolUseMessage = {
  ...message,
  content: [
    { type: "text", text: "I'll look it up." },
    {
      type: "tool_use",
      id: "toolu_01A09q90qw90lq917835lq9",
      name: "get_weather",
      input: { location: "Paris" },
    },
  ],
  stop_reason: "tool_use",
};

const start = {
  type: "message_start",
  message: {
    id: "msg_014p7gG3wDgGV9EUtLvnow3U",
    type: "message",
    role: "assistant",
    model: "claude-opus-4-6",
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: 472,
      cache_read_input_tokens: 28,
      cache_creation_input_tokens: 0,
      output_tokens: 2,
    },
  },
};

/** Of /docs/en/build-with-claude/streaming, "Streaming request with tool use", with thinking before it. */
export const toolStream = namedSse(
  start,
  { type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "", signature: "" } },
  { type: "ping" },
  {
    type: "content_block_delta",
    index: 0,
    delta: { type: "thinking_delta", thinking: "They want wéather." },
  },
  { type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "EqQBCgIYAhIM" } },
  { type: "content_block_stop", index: 0 },
  { type: "content_block_start", index: 1, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "Okay" } },
  { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: ", let's check 🌦" } },
  { type: "content_block_stop", index: 1 },
  {
    type: "content_block_start",
    index: 2,
    content_block: { type: "tool_use", id: "toolu_01T1x1fJ34qAmk2tNTrN7Up6", name: "get_weather", input: {} },
  },
  { type: "content_block_delta", index: 2, delta: { type: "input_json_delta", partial_json: "" } },
  {
    type: "content_block_delta",
    index: 2,
    delta: { type: "input_json_delta", partial_json: '{"location":' },
  },
  {
    type: "content_block_delta",
    index: 2,
    delta: { type: "input_json_delta", partial_json: ' "San Francisco"}' },
  },
  { type: "content_block_stop", index: 2 },
  {
    type: "content_block_start",
    index: 3,
    content_block: { type: "tool_use", id: "toolu_02", name: "get_time", input: {} },
  },
  { type: "content_block_stop", index: 3 },
  {
    type: "message_delta",
    delta: { stop_reason: "tool_use", stop_sequence: null },
    usage: { output_tokens: 89 },
  },
  { type: "message_stop" },
);

/** Of the same page, "Error events". */
export const overloadedStream = namedSse(
  start,
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hel" } },
  { type: "error", error: { type: "overloaded_error", message: "Overloaded" } },
);
