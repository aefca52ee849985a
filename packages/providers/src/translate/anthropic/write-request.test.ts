import { PlumblineError } from "@plumbline/contracts/errors";
import { describe, expect, it } from "vitest";
import { hi, pixel, requestOf, toolTurn, translate, weatherTool } from "../translate.fixture.ts";

const asked = (body: Record<string, unknown>, model = "claude-sonnet-4-6"): Record<string, unknown> =>
  requestOf(translate("anthropic", { messages: hi, ...body }, {}, { model }));

describe("requests to Anthropic", () => {
  it("says messages, tools and marks of caches in its words", () => {
    const mark = { type: "ephemeral", ttl: "1h" };
    const translation = translate(
      "anthropic",
      {
        messages: [
          { role: "system", content: [{ type: "text", text: "Be short.", cache_control: mark }] },
          { role: "developer", content: "Use tools." },
          {
            role: "user",
            content: [
              { type: "text", text: "What is this?" },
              { type: "image_url", image_url: { url: `data:image/png;base64,${pixel}`, detail: "low" } },
              { type: "image_url", image_url: { url: "https://example.com/cat.jpg" } },
              {
                type: "file",
                file: { filename: "a.pdf", file_data: "data:application/pdf;base64,JVBERi0=" },
              },
            ],
            cache_control: { type: "ephemeral" },
          },
          ...toolTurn.slice(1),
          { role: "user", content: "Thanks" },
        ],
        tools: [{ ...weatherTool, cache_control: mark }],
        tool_choice: "required",
        parallel_tool_calls: false,
        max_completion_tokens: 500,
        temperature: 0.3,
        top_p: 0.9,
        stop: "END",
        user: "user-7",
        seed: 3,
        stream: true,
      },
      { stream: true },
      { model: "claude-sonnet-4-6" },
    );
    expect(translation.path).toBe("/v1/messages");
    expect(requestOf(translation)).toEqual({
      model: "claude-sonnet-4-6",
      max_tokens: 500,
      stream: true,
      temperature: 0.3,
      top_p: 0.9,
      stop_sequences: ["END"],
      metadata: { user_id: "user-7" },
      system: [
        { type: "text", text: "Be short.", cache_control: mark },
        { type: "text", text: "Use tools." },
      ],
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image", source: { type: "base64", media_type: "image/png", data: pixel } },
            { type: "image", source: { type: "url", url: "https://example.com/cat.jpg" } },
            {
              type: "document",
              source: { type: "base64", media_type: "application/pdf", data: "JVBERi0=" },
              title: "a.pdf",
              cache_control: { type: "ephemeral" },
            },
          ],
        },
        {
          role: "assistant",
          content: [
            { type: "tool_use", id: "call_1", name: "get_weather", input: { location: "Paris" } },
            { type: "tool_use", id: "call_2", name: "get_weather", input: { location: "Rome" } },
          ],
        },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "call_1", content: "15 °C" },
            { type: "tool_result", tool_use_id: "call_2", content: '{"degrees":21}' },
          ],
        },
        { role: "user", content: [{ type: "text", text: "Thanks" }] },
      ],
      tools: [
        {
          name: "get_weather",
          description: "The weather at a place",
          input_schema: weatherTool.function.parameters,
          cache_control: mark,
        },
      ],
      tool_choice: { type: "any", disable_parallel_tool_use: true },
    });
  });

  it.each([
    ["auto", { type: "auto" }],
    ["none", { type: "none" }],
    [
      { type: "function", function: { name: "get_weather" } },
      { type: "tool", name: "get_weather" },
    ],
  ])("says the choice %j", (choice, said) => {
    expect(asked({ tools: [weatherTool], tool_choice: choice }).tool_choice).toEqual(said);
  });

  it("asks for structured output in the schema that Anthropic takes", () => {
    const schema = {
      $schema: "http://json-schema.org/draft-07/schema#",
      type: "object",
      properties: { name: { type: "string", minLength: 2 }, kind: { const: "cat" } },
      required: ["name"],
    };
    expect(
      asked({ response_format: { type: "json_schema", json_schema: { name: "pet", strict: true, schema } } })
        .output_config,
    ).toEqual({
      format: {
        type: "json_schema",
        schema: {
          type: "object",
          properties: { name: { type: "string", description: "(minLength: 2)" }, kind: { enum: ["cat"] } },
          required: ["name"],
          additionalProperties: false,
        },
      },
    });
  });

  it("sets a limit of its own where the client has none", () => {
    expect(asked({}).max_tokens).toBe(8_192);
    const limited = translate("anthropic", { messages: hi }, {}, { max_output_tokens: 64_000 });
    expect(requestOf(limited).max_tokens).toBe(64_000);
  });

  it.each([
    ["claude-opus-4-7", "high", { type: "adaptive" }, { effort: "high" }],
    ["claude-sonnet-5", "minimal", { type: "adaptive" }, { effort: "low" }],
    ["claude-sonnet-4-6", "none", { type: "disabled" }, undefined],
    ["claude-haiku-4-5-20251001", "medium", { type: "enabled", budget_tokens: 4_096 }, undefined],
    ["claude-sonnet-4-20250514", "low", { type: "enabled", budget_tokens: 1_024 }, undefined],
    ["claude-3-7-sonnet-20250219", "high", { type: "enabled", budget_tokens: 16_384 }, undefined],
  ])("lets %s think with effort %s", (model, effort, thinking, config) => {
    const body = asked({ reasoning_effort: effort }, model);
    expect(body.thinking).toEqual(thinking);
    expect(body.output_config).toEqual(config);
    const budget = "budget_tokens" in thinking ? thinking.budget_tokens : 0;
    expect(body.max_tokens).toBe(8_192 + (budget ?? 0));
  });

  it("keeps a budget of thinking below the limit, and starts none between tool calls", () => {
    const model = "claude-sonnet-4-5";
    expect(asked({ reasoning_effort: "high", max_tokens: 3_000 }, model).thinking).toEqual({
      type: "enabled",
      budget_tokens: 2_999,
    });
    expect(
      asked({ reasoning_effort: "high", messages: toolTurn, tools: [weatherTool] }, model).thinking,
    ).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>]>([
    ["n", { n: 2 }],
    ["logprobs", { logprobs: true }],
    ["presence_penalty", { presence_penalty: 0.5 }],
    ["logit_bias", { logit_bias: { 50256: -100 } }],
    ["temperature", { temperature: 1.5 }],
    ["response_format", { response_format: { type: "json_object" } }],
    ["modalities", { modalities: ["text", "audio"] }],
    ["guided_json", { guided_json: {} }],
    ["reasoning_effort", { reasoning_effort: "low", max_tokens: 800, model: "x" }],
    ["service_tier", { service_tier: "flex" }],
    ["messages[0].content[0].type", { messages: [{ role: "user", content: [{ type: "video_url" }] }] }],
    [
      "messages[0].content[0]",
      {
        messages: [
          { role: "user", content: [{ type: "input_audio", input_audio: { data: "", format: "wav" } }] },
        ],
      },
    ],
    [
      "messages[0].tool_calls[0].function.arguments",
      {
        messages: [
          {
            role: "assistant",
            tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: "{" } }],
          },
        ],
      },
    ],
    ["tools[0]", { tools: [{ type: "custom", custom: { name: "x" } }] }],
    [
      "response_format.json_schema.schema.not",
      { response_format: { type: "json_schema", json_schema: { schema: { type: "object", not: {} } } } },
    ],
  ])("refuses what it cannot say, naming %s", (field, body) => {
    const tell = (): unknown => asked(body, "claude-3-7-sonnet-latest");
    expect(tell).toThrow(PlumblineError);
    expect(tell).toThrow(
      expect.objectContaining({
        code: "invalid_request",
        details: expect.objectContaining({ field: expect.stringContaining(field) }),
      }),
    );
  });

  it("takes the defaults of OpenAI for what they are: nothing", () => {
    const defaults = { n: 1, presence_penalty: 0, frequency_penalty: 0, logprobs: false, logit_bias: null };
    const more = { store: false, metadata: { a: "b" }, response_format: { type: "text" }, tools: [] };
    expect(asked({ ...defaults, ...more })).toEqual(asked({}));
  });
});
