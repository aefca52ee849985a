import type { Answer } from "../text/plan-answer.ts";
import { escaped, type Heading, type Shape, textOfAnswer, usageJson, usageObject } from "./shape.ts";

export function chatShape({ id, created, model }: Heading, namedTool: boolean): Shape {
  const head =
    `data: {"id":"${id}","object":"chat.completion.chunk","created":${created},` +
    `"model":${JSON.stringify(model)},"choices":[`;
  const callId = (index: number): string => `chatcmpl-tool-${id.slice(-24)}${index}`;
  const reasonOf = (answer: Answer): string =>
    answer.finish === "tool_calls" && namedTool ? "stop" : answer.finish;
  const tail = (usage: string): string => (usage === "" ? "}\n\n" : `,"usage":${usage}}\n\n`);
  return {
    open: (index, answer) => {
      const role = `${head}{"index":${index},"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}\n\n`;
      if (answer.tool === null) return role;
      const call = { id: callId(index), type: "function", index: 0, function: { name: answer.tool.name } };
      return `${role}${head}{"index":${index},"delta":{"tool_calls":[${JSON.stringify(call)}]},"logprobs":null,"finish_reason":null}]}\n\n`;
    },
    piece: (index, text, answer, usage) => {
      const delta =
        answer.tool === null
          ? `{"content":"${escaped(text)}"}`
          : `{"tool_calls":[{"index":0,"function":{"arguments":"${escaped(text)}"}}]}`;
      return `${head}{"index":${index},"delta":${delta},"logprobs":null,"finish_reason":null}]${tail(usage)}`;
    },
    finish: (index, answer, usage) =>
      `${head}{"index":${index},"delta":{"content":""},"logprobs":null,"finish_reason":"${reasonOf(answer)}",` +
      `"stop_reason":${JSON.stringify(answer.stoppedBy)}}]${tail(usage)}`,
    usage: (usage) => `${head}]${tail(usageJson(usage))}`,
    done: "data: [DONE]\n\n",
    full: (answers, usage) => ({
      id,
      object: "chat.completion",
      created,
      model,
      choices: answers.map((answer, index) => ({
        index,
        message: messageOf(answer, callId(index)),
        logprobs: null,
        finish_reason: reasonOf(answer),
        stop_reason: answer.stoppedBy,
      })),
      service_tier: null,
      system_fingerprint: null,
      usage: usageObject(usage),
      prompt_logprobs: null,
      kv_transfer_params: null,
    }),
  };
}

function messageOf(answer: Answer, callId: string): unknown {
  const text = textOfAnswer(answer);
  const call = { id: callId, type: "function", function: { name: answer.tool?.name ?? "", arguments: text } };
  return {
    role: "assistant",
    content: answer.tool === null ? text : null,
    refusal: null,
    annotations: null,
    audio: null,
    function_call: null,
    tool_calls: answer.tool === null ? [] : [call],
    reasoning_content: null,
  };
}
