import { translators } from "@plumbline/providers/translate/table";
import OpenAI from "openai";
import { expect, it } from "vitest";
import { answerChat, startUpstream } from "./fake-upstream.fixture.ts";
import { gatewayKey, poolOf, startGateway } from "./gateway.fixture.ts";

const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [{ role: "user", content: "Weather?" }];

it("names the member that an upstream cannot be told, or that it has no JSON", async () => {
  const upstream = await startUpstream(answerChat);
  const replicas = [{ url: upstream.url, kind: "gemini" as const }];
  const pools = [poolOf(upstream.url, { replicas })];
  const gateway = await startGateway({ pools }, { translators });
  const openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gatewayKey, maxRetries: 0 });
  const asked = openai.chat.completions.create({
    model: "model-a",
    messages,
    logit_bias: { 1: 5 },
  });
  await expect(asked).rejects.toMatchObject({
    status: 400,
    param: "logit_bias",
    code: "invalid_request",
    message: expect.stringContaining('"logit_bias"'),
  });
  const nobody = openai.chat.completions.create({ model: "nobody", messages });
  await expect(nobody).rejects.toMatchObject({ status: 404, param: "model", code: "model_not_found" });
  const broken = await gateway.fetch("/v1/chat/completions", { body: '{"model":"model-a","messages":[,]}' });
  expect(broken.status).toBe(400);
  expect(await broken.json()).toMatchObject({ error: { code: "invalid_request", param: null } });
  expect(upstream.seen).toHaveLength(0);
});
