import type { Answer } from "../text/plan-answer.ts";
import { type Heading, type Shape, textOfAnswer, type Usage } from "./shape.ts";

/** The Responses API: named events with running numbers, no `[DONE]`. */
export function responsesShape({ id, created, model }: Heading): Shape {
  let number = 0;
  const itemId = id.replace("resp_", "item_");
  const event = (type: string, fields: object): string => {
    const text = JSON.stringify({ type, sequence_number: number, ...fields });
    number += 1;
    return `event: ${type}\ndata: ${text}\n\n`;
  };
  const place = { item_id: itemId, output_index: 0 };
  const part = { ...place, content_index: 0 };
  const response = (status: string, output: unknown[], usage: unknown): unknown =>
    responseBody({ id, created, model }, status, output, usage);
  const item = (answer: Answer, status: string, text: string): unknown =>
    itemBody(id, itemId, answer, status, text);
  return {
    open: (_index, answer) =>
      event("response.created", { response: response("in_progress", [], null) }) +
      event("response.in_progress", { response: response("in_progress", [], null) }) +
      event("response.output_item.added", { output_index: 0, item: item(answer, "in_progress", "") }) +
      (answer.tool === null ? event("response.content_part.added", { ...part, part: outputText("") }) : ""),
    piece: (_index, text, answer) =>
      answer.tool === null
        ? event("response.output_text.delta", { ...part, delta: text, logprobs: [] })
        : event("response.function_call_arguments.delta", { ...place, delta: text }),
    finish: (_index, answer, _usage, total) => {
      const text = textOfAnswer(answer);
      const done =
        answer.tool === null
          ? event("response.output_text.done", { ...part, text, logprobs: [] }) +
            event("response.content_part.done", { ...part, part: outputText(text) })
          : event("response.function_call_arguments.done", {
              ...place,
              arguments: text,
              name: answer.tool.name,
            });
      const finished = item(answer, "completed", text);
      return (
        done +
        event("response.output_item.done", { output_index: 0, item: finished }) +
        event(`response.${statusOf(answer)}`, {
          response: response(statusOf(answer), [finished], responseUsage(total)),
        })
      );
    },
    usage: () => "",
    done: "",
    full: ([answer], usage) => {
      const output = answer === undefined ? [] : [item(answer, "completed", textOfAnswer(answer))];
      return response(answer === undefined ? "completed" : statusOf(answer), output, responseUsage(usage));
    },
  };
}

const statusOf = (answer: Answer): string => (answer.finish === "length" ? "incomplete" : "completed");

const outputText = (text: string): unknown => ({
  type: "output_text",
  text,
  annotations: [],
  logprobs: null,
});

function responseBody(heading: Heading, status: string, output: unknown[], usage: unknown): unknown {
  return {
    id: heading.id,
    object: "response",
    created_at: heading.created,
    status,
    model: heading.model,
    output,
    error: null,
    incomplete_details: status === "incomplete" ? { reason: "max_output_tokens" } : null,
    parallel_tool_calls: true,
    tool_choice: "auto",
    tools: [],
    usage,
  };
}

function itemBody(id: string, itemId: string, answer: Answer, status: string, text: string): unknown {
  if (answer.tool === null)
    return {
      id: itemId,
      type: "message",
      role: "assistant",
      status,
      content: status === "in_progress" ? [] : [outputText(text)],
    };
  return {
    id: itemId,
    type: "function_call",
    call_id: `call_${id.slice(-16)}`,
    name: answer.tool.name,
    arguments: text,
    status,
  };
}

function responseUsage({ promptTokens, completionTokens, cachedTokens }: Usage): unknown {
  return {
    input_tokens: promptTokens,
    input_tokens_details: { cached_tokens: cachedTokens ?? 0 },
    output_tokens: completionTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: promptTokens + completionTokens,
  };
}
