import { escaped, type Heading, type Shape, textOfAnswer, usageJson, usageObject } from "./shape.ts";

/** `echo` is repeated before the answer when the request asks for it. */
export function completionShape({ id, created, model }: Heading, echo: string): Shape {
  const head =
    `data: {"id":"${id}","object":"text_completion","created":${created},` +
    `"model":${JSON.stringify(model)},"choices":[`;
  const tail = (usage: string): string => (usage === "" ? "}\n\n" : `,"usage":${usage}}\n\n`);
  const piece = (index: number, text: string, usage: string): string =>
    `${head}{"index":${index},"text":"${escaped(text)}","logprobs":null,"finish_reason":null,"stop_reason":null}]${tail(usage)}`;
  return {
    open: (index) => (echo === "" ? "" : piece(index, echo, "")),
    piece: (index, text, _answer, usage) => piece(index, text, usage),
    finish: (index, answer, usage) =>
      `${head}{"index":${index},"text":"","logprobs":null,"finish_reason":"${answer.finish}",` +
      `"stop_reason":${JSON.stringify(answer.stoppedBy)}}]${tail(usage)}`,
    usage: (usage) => `${head}]${tail(usageJson(usage))}`,
    done: "data: [DONE]\n\n",
    full: (answers, usage) => ({
      id,
      object: "text_completion",
      created,
      model,
      choices: answers.map((answer, index) => ({
        index,
        text: echo + textOfAnswer(answer),
        logprobs: null,
        finish_reason: answer.finish,
        stop_reason: answer.stoppedBy,
        prompt_logprobs: null,
      })),
      service_tier: null,
      system_fingerprint: null,
      usage: usageObject(usage),
      kv_transfer_params: null,
    }),
  };
}
