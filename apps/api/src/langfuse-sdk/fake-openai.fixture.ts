import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const usage = {
  prompt_tokens: 120,
  completion_tokens: 40,
  total_tokens: 160,
  prompt_tokens_details: { cached_tokens: 64, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 16, audio_tokens: 0 },
};
const head = { id: "chatcmpl-1", created: 1_795_000_000, model: "gpt-4o-mini-2024-07-18" };

/** An endpoint that answers as OpenAI's does: chat, whole and as a stream, and embeddings. */
export async function startFakeOpenAi(): Promise<{ baseURL: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const asked: { stream?: boolean } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      const isEmbedding = request.url?.endsWith("/embeddings") === true;
      if (isEmbedding || asked.stream !== true) {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(isEmbedding ? embedding : completion));
        return;
      }
      response.setHeader("content-type", "text/event-stream");
      for (const event of streamed) response.write(`data: ${JSON.stringify(event)}\n\n`);
      response.end("data: [DONE]\n\n");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const completion = {
  ...head,
  object: "chat.completion",
  choices: [{ index: 0, message: { role: "assistant", content: "Rainy, 14 C." }, finish_reason: "stop" }],
  usage,
};

const piece = (delta: object, finish_reason: string | null) => ({
  ...head,
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta, finish_reason }],
});

const streamed = [
  piece({ role: "assistant", content: "" }, null),
  piece({ content: "Rainy, " }, null),
  piece({ content: "14 C." }, null),
  piece({}, "stop"),
  { ...head, object: "chat.completion.chunk", choices: [], usage },
];

const embedding = {
  object: "list",
  model: "text-embedding-3-small",
  data: [{ object: "embedding", index: 0, embedding: [0.25, -0.5] }],
  usage: { prompt_tokens: 8, total_tokens: 8 },
};
