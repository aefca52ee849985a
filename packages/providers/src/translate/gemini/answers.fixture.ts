import { sse } from "../translate.fixture.ts";

/** Of ai.google.dev/api/generate-content (GenerateContentResponse) and /gemini-api/docs/thinking. */
export const response = {
  candidates: [
    {
      content: {
        role: "model",
        parts: [
          { text: "**Thinking** about it.", thought: true },
          { text: "Explaining " },
          { text: "how AI works." },
        ],
      },
      finishReason: "STOP",
      index: 0,
    },
  ],
  usageMetadata: {
    promptTokenCount: 1_000,
    cachedContentTokenCount: 800,
    candidatesTokenCount: 30,
    thoughtsTokenCount: 70,
    totalTokenCount: 1_100,
    promptTokensDetails: [
      { modality: "TEXT", tokenCount: 900 },
      { modality: "AUDIO", tokenCount: 100 },
    ],
  },
  modelVersion: "gemini-2.5-flash",
  responseId: "mAitaLmkHPPlz7IPvtfUqQ4",
};

/** Of ai.google.dev/gemini-api/docs/safety-settings: a prompt that was blocked. */
export const blocked = {
  promptFeedback: { blockReason: "PROHIBITED_CONTENT" },
  usageMetadata: { promptTokenCount: 8, totalTokenCount: 8 },
  modelVersion: "gemini-2.5-flash",
};

const part = (parts: unknown[], more: Record<string, unknown> = {}): Record<string, unknown> => ({
  candidates: [{ content: { role: "model", parts }, index: 0, ...more }],
  usageMetadata: { promptTokenCount: 61, totalTokenCount: 61 },
  modelVersion: "gemini-3-pro-preview",
  responseId: "Q1qfaZ",
});

/** Of ai.google.dev/gemini-api/docs/function-calling and /docs/thought-signatures: two calls, one signature. */
export const toolStream = sse(
  part([{ text: "I consider the wéather.", thought: true }]),
  part([{ text: "Let me look 🌦" }]),
  part([
    { functionCall: { name: "get_weather", args: { location: "Paris" } }, thoughtSignature: "EpQFCpEF" },
    { functionCall: { name: "get_weather", args: { location: "Rome" } } },
  ]),
  {
    ...part([{ text: "" }], { finishReason: "STOP" }),
    usageMetadata: {
      promptTokenCount: 61,
      candidatesTokenCount: 36,
      thoughtsTokenCount: 237,
      totalTokenCount: 334,
    },
  },
);
