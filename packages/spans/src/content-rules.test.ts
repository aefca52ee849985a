import type { ScoreEvent, SpanPartEvent } from "@plumbline/contracts/events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldParts } from "./fold.ts";
import { replaceDataUrls } from "./normalise/media.ts";
import { attributeList, fieldsOf, fromJson, ids, logsFromJson, request, spanWith } from "./otlp.test-data.ts";

describe("R8: log events enrich their span", () => {
  const record = (name: string, order: number, body: object) => ({
    ...ids,
    eventName: name,
    timeUnixNano: `${1_795_261_492_735_000_000 + order * 1_000_000}`,
    body: { kvlistValue: { values: attributeList(body as Record<string, unknown>) } },
  });
  const sameMoment = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"];
  const logs = [
    record("gen_ai.system.message", 1, { content: "Be brief." }),
    // In one millisecond, as clients stamp the messages of one call.
    ...sameMoment.map((content) => record("gen_ai.user.message", 2, { content })),
    record("gen_ai.user.message", 3, { content: "again" }),
    record("gen_ai.user.message", 3, { content: "again" }),
    record("gen_ai.choice", 4, { message: "answer" }),
  ];
  const requestOf = (logRecords: unknown[]) => ({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  const onlyParts = (events: (SpanPartEvent | ScoreEvent)[]) =>
    events.filter((event) => event.type === "part");

  it("in any order of arrival, any number of times, and once each", () => {
    const events = onlyParts(logsFromJson(requestOf(logs)).events);
    const { parts } = fromJson(request(spanWith({ "gen_ai.operation.name": "chat" })));
    const all = [...events, ...parts];
    const expected = foldParts(all);
    expect(
      JSON.parse(expected.fields.input ?? "").map(({ content }: { content: string }) => content),
    ).toEqual(["Be brief.", ...sameMoment, "again", "again"]);
    expect(JSON.parse(expected.fields.output ?? "")).toEqual([{ role: "assistant", content: "answer" }]);
    fc.assert(
      fc.property(fc.shuffledSubarray([...all, ...all], { minLength: all.length }), (some) => {
        expect(foldParts([...some, ...all])).toEqual(expected);
      }),
    );
  });

  it("without a span they are nothing that could be listed", () => {
    fc.assert(
      fc.property(fc.subarray(logs, { minLength: 1 }), (some) => {
        const { events } = logsFromJson(requestOf(some));
        expect(foldParts(onlyParts(events)).awaitsSpan).toBe(true);
      }),
    );
  });

  it("and what the span said itself stays", () => {
    const events = onlyParts(logsFromJson(requestOf(logs)).events);
    const own: SpanPartEvent = {
      ...ids,
      type: "part",
      eventId: "own",
      op: "create",
      timeUs: 1,
      fields: { startTimeUs: 1, input: "mine", level: "DEFAULT" },
    };
    expect(foldParts([...events, own]).fields).toMatchObject({ input: "mine", level: "DEFAULT" });
  });
});

describe("R9: bytes of pictures and vectors are not stored", () => {
  const base64 = fc
    .integer({ min: 1_024, max: 40_000 })
    .map((length) => "QUJD".repeat(Math.ceil(length / 4)));
  const around = fc.string({ maxLength: 30 }).filter((text) => !text.includes("data:"));

  it("data URLs, wherever they stand", () => {
    fc.assert(
      fc.property(
        base64,
        around,
        around,
        fc.constantFrom("image/png", "audio/wav", "application/pdf"),
        (bytes, before, after, type) => {
          const message = [
            {
              role: "user",
              content: [
                { type: "image_url", image_url: { url: `data:${type};base64,${bytes}` } },
                { type: "text", text: `${before} ${after}` },
              ],
            },
          ];
          const { input = "", attributes = {} } = fieldsOf({
            "gen_ai.input.messages": JSON.stringify(message),
            "other.attribute": `${before} data:${type};base64,${bytes} ${after}`,
          });
          const note = `[${type}, ${(bytes.length / 4) * 3} bytes, not stored]`;
          expect(JSON.parse(input)[0].content[0].image_url.url).toBe(note);
          expect(JSON.parse(input)[0].content[1].text).toBe(`${before} ${after}`);
          expect(attributes["other.attribute"]).toBe(`${before} ${note} ${after}`);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("and nothing else is touched", () => {
    const text = fc.array(fc.constantFrom("data:", ";base64,", "image/png", "QUJD", " ", "x".repeat(300)), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, (pieces) => {
        const joined = pieces.join("");
        const replaced = replaceDataUrls(joined);
        if (!/data:[^]{0,200};base64,[\w+/=-]{1024}/.test(joined)) expect(replaced).toBe(joined);
      }),
    );
  });

  it("vectors in what an embedding returned, as numbers and as text", () => {
    const vector = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 40,
      maxLength: 90,
    });
    fc.assert(
      fc.property(vector, (numbers) => {
        const output = {
          data: [
            { index: 0, embedding: numbers },
            { index: 1, embedding: "QUJD".repeat(100) },
          ],
          model: "m",
        };
        const fields = fieldsOf({
          "openinference.span.kind": "EMBEDDING",
          "output.value": JSON.stringify(output),
        });
        expect(JSON.parse(fields.output ?? "")).toEqual({
          data: [
            { index: 0, embedding: `[${numbers.length} numbers, not stored]` },
            { index: 1, embedding: "[400 characters of a vector, not stored]" },
          ],
          model: "m",
        });
      }),
    );
  });
});

it("R10: the name of a scope decides nothing", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("instrumentation-vllm", "openai", "ai", "langfuse-sdk", "logfire", ""),
      (name) => {
        const span = spanWith({
          "gen_ai.operation.name": "chat",
          "gen_ai.input.messages": "[]!",
          "gen_ai.system": "openai",
        });
        const fieldsUnder = (scopeName: string) => {
          const body = { resourceSpans: [{ scopeSpans: [{ scope: { name: scopeName }, spans: [span] }] }] };
          const { scopeName: _name, ...fields } = fromJson(body).spans[0]?.fields ?? {};
          return fields;
        };
        expect(fieldsUnder(name)).toEqual(fieldsUnder("another"));
        expect(fieldsUnder(name)).toMatchObject({ provider: "openai" });
      },
    ),
  );
});

it("R11: finish reasons as array, as its text and alone, in every spelling", () => {
  const spelling = fc.constantFrom("tool_call", "tool_calls", "tool-calls", "tool-call");
  fc.assert(
    fc.property(spelling, (reason) => {
      const forms = [
        { arrayValue: { values: [{ stringValue: reason }] } },
        { stringValue: JSON.stringify([reason]) },
        { stringValue: reason },
      ];
      for (const form of forms) {
        expect(fieldsOf({ "gen_ai.response.finish_reasons": form }).finishReasons).toEqual(["tool_calls"]);
      }
    }),
  );
});
