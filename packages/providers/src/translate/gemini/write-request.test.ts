import { describe, expect, it } from "vitest";
import { hi, pixel, requestOf, toolTurn, translate, weatherTool } from "../translate.fixture.ts";
import { makeUpId } from "./call-ids.ts";

const asked = (body: Record<string, unknown>, model = "gemini-2.5-flash"): Record<string, unknown> =>
  requestOf(translate("gemini", { messages: hi, ...body }, {}, { model }));

describe("requests to Gemini", () => {
  it("say messages, tools and settings in its words", () => {
    expect(
      asked({
        messages: [
          { role: "system", content: "Be short." },
          {
            role: "user",
            content: [
              { type: "text", text: "What is this?" },
              { type: "image_url", image_url: { url: `data:image/png;base64,${pixel}` } },
              { type: "image_url", image_url: { url: "https://example.com/cat.jpg?x=1" } },
              { type: "input_audio", input_audio: { data: "UklGRg==", format: "wav" } },
            ],
          },
          ...toolTurn.slice(1),
        ],
        tools: [weatherTool],
        tool_choice: { type: "function", function: { name: "get_weather" } },
        max_tokens: 100,
        temperature: 1.2,
        top_p: 0.5,
        stop: ["A", "B"],
        seed: 7,
        presence_penalty: 0.1,
      }),
    ).toEqual({
      systemInstruction: { parts: [{ text: "Be short." }] },
      contents: [
        {
          role: "user",
          parts: [
            { text: "What is this?" },
            { inlineData: { mimeType: "image/png", data: pixel } },
            { fileData: { fileUri: "https://example.com/cat.jpg?x=1", mimeType: "image/jpeg" } },
            { inlineData: { mimeType: "audio/wav", data: "UklGRg==" } },
          ],
        },
        {
          role: "model",
          parts: [
            { functionCall: { id: "call_1", name: "get_weather", args: { location: "Paris" } } },
            { functionCall: { id: "call_2", name: "get_weather", args: { location: "Rome" } } },
          ],
        },
        {
          role: "user",
          parts: [
            { functionResponse: { id: "call_1", name: "get_weather", response: { output: "15 °C" } } },
            { functionResponse: { id: "call_2", name: "get_weather", response: { degrees: 21 } } },
          ],
        },
      ],
      tools: [
        {
          functionDeclarations: [
            {
              name: "get_weather",
              description: "The weather at a place",
              parametersJsonSchema: weatherTool.function.parameters,
            },
          ],
        },
      ],
      toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["get_weather"] } },
      generationConfig: {
        temperature: 1.2,
        topP: 0.5,
        maxOutputTokens: 100,
        stopSequences: ["A", "B"],
        seed: 7,
        presencePenalty: 0.1,
      },
    });
  });

  it("go to the method of the model, whatever the base address", () => {
    const path = (more: object, stream = false): string =>
      translate("gemini", { messages: hi }, { stream }, { model: "gemini-2.5-flash", ...more }).path;
    expect(path({})).toBe("/v1beta/models/gemini-2.5-flash:generateContent");
    expect(path({ url: "http://g.test/v1beta/" }, true)).toBe(
      "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
    );
    expect(path({ model: "tunedModels/mine" })).toBe("/v1beta/tunedModels/mine:generateContent");
  });

  it("bring back the mark of thoughts, or say that there is none", () => {
    const call = {
      id: makeUpId("req-0", 0),
      type: "function",
      function: { name: "get_weather", arguments: "{}" },
      extra_content: { google: { thought_signature: "EpQFCpEF" } },
    };
    const messages = [...hi, { role: "assistant", tool_calls: [call] }];
    expect(asked({ messages }, "gemini-3-pro").contents).toMatchObject([
      {},
      { parts: [{ functionCall: { name: "get_weather", args: {} }, thoughtSignature: "EpQFCpEF" }] },
    ]);
    const { extra_content: _mark, ...bare } = call;
    const without = asked(
      { messages: [...hi, { role: "assistant", tool_calls: [bare, bare] }] },
      "gemini-3.1-pro",
    );
    expect(JSON.stringify(without.contents).split("skip_thought_signature_validator")).toHaveLength(2);
    expect(JSON.stringify(without)).not.toContain("call_made_up");
  });

  it("ask for structured output without the keywords that Gemini refuses", () => {
    const schema = {
      $schema: "x",
      type: "object",
      additionalProperties: false,
      properties: { name: { type: "string", pattern: "^a", description: "The name." } },
      definitions: { a: { type: "string" } },
    };
    expect(
      asked({ response_format: { type: "json_schema", json_schema: { name: "x", schema } } })
        .generationConfig,
    ).toEqual({
      responseMimeType: "application/json",
      responseJsonSchema: {
        type: "object",
        additionalProperties: false,
        properties: { name: { type: "string", description: 'The name. (pattern: "^a")' } },
        $defs: { a: { type: "string" } },
      },
    });
    expect(asked({ response_format: { type: "json_object" } }).generationConfig).toEqual({
      responseMimeType: "application/json",
    });
  });

  it.each([
    ["gemini-2.5-flash", "none", { thinkingBudget: 0 }],
    ["gemini-2.5-pro", "medium", { thinkingBudget: 8_192, includeThoughts: true }],
    ["gemini-3-flash", "low", { thinkingLevel: "LOW", includeThoughts: true }],
    ["gemini-3.1-pro", "xhigh", { thinkingLevel: "HIGH", includeThoughts: true }],
  ])("let %s think with effort %s", (model, effort, config) => {
    expect(asked({ reasoning_effort: effort }, model).generationConfig).toEqual({ thinkingConfig: config });
  });

  it.each<[string, Record<string, unknown>]>([
    ["n", { n: 2 }],
    ["logprobs", { logprobs: true }],
    ["logit_bias", { logit_bias: { 1: 2 } }],
    ["parallel_tool_calls", { parallel_tool_calls: false, tools: [weatherTool] }],
    ["messages[0].tool_call_id", { messages: [{ role: "tool", tool_call_id: "x", content: "y" }] }],
    [
      "messages[0].content[0].image_url.url",
      {
        messages: [
          { role: "user", content: [{ type: "image_url", image_url: { url: "https://x.test/cat" } }] },
        ],
      },
    ],
    ["web_search_options", { web_search_options: {} }],
  ])("refuse what they cannot say, naming %s", (field, body) => {
    expect(() => asked(body)).toThrow(
      expect.objectContaining({ code: "invalid_request", details: { field } }),
    );
  });
});
