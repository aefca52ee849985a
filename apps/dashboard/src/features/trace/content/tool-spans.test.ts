import { expect, it } from "vitest";
import { spanOf } from "../span-of.test-data.ts";
import { parseChat } from "./parse-chat.ts";
import { assignToolSpans } from "./tool-spans.ts";
import { matchTools } from "./tools.ts";

const chat = parseChat([
  {
    role: "assistant",
    content: "",
    tool_calls: ["weather", "weather", "hotel"].map((name, index) => ({
      id: `c${index}`,
      function: { name, arguments: "{}" },
    })),
  },
  { role: "tool", tool_call_id: "c0", content: "rain" },
]);
const model = spanOf({ spanId: "model", parentSpanId: "root", offsetMs: 10 });
const tool = (spanId: string, name: string, parentSpanId: string, offsetMs: number) =>
  spanOf({ spanId, name, parentSpanId, offsetMs, kind: "TOOL" });

it("finds the tool's own span for calls that no message answers", () => {
  const spans = [
    model,
    tool("before", "hotel", "root", 5),
    tool("elsewhere", "hotel", "other", 20),
    tool("beside", "execute_tool hotel", "root", 20),
    tool("child", "weather", "model", 15),
    tool("spare", "weather", "model", 16),
  ];
  const assigned = assignToolSpans(model, spans, [chat], matchTools([chat]));
  expect([...assigned].map(([call, span]) => [call.id, span.spanId])).toEqual([
    ["c1", "child"],
    ["c2", "beside"],
  ]);
});
