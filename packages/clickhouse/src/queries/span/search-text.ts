import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { spanWindow, windowParams } from "../window.ts";

const wordNames = ["word0", "word1", "word2", "word3", "word4", "word5", "word6", "word7"] as const;
const word = z.string().optional();

const contains = (text: string, name: string) => `positionCaseInsensitiveUTF8(${text}, {${name}:String}) > 0`;

const hasWord = (name: string) => {
  const texts = ["input", "output", "system_instructions", "tool_definitions", "trace_input", "trace_output"];
  const lists = ["mapKeys(attributes)", "mapValues(attributes)"];
  return `(${[
    ...texts.map((text) => contains(text, name)),
    ...lists.map((list) => `arrayExists(text -> ${contains("text", name)}, ${list})`),
  ].join(" OR ")})`;
};

/** The ids of the spans of one trace whose texts or attributes contain every given word, in any case. */
export const searchSpanText = defineQuery({
  name: "span.search-text",
  params: windowParams.extend({
    traceId: z.string(),
    limit: z.number().int(),
    word0: z.string(),
    word1: word,
    word2: word,
    word3: word,
    word4: word,
    word5: word,
    word6: word,
    word7: word,
  }),
  row: z.object({ spanId: z.string() }),
  sql: (params) => `SELECT span_id AS spanId
    FROM span_io FINAL
    WHERE ${spanWindow} AND trace_id = {traceId:String}
      ${wordNames
        .filter((name) => params[name] !== undefined)
        .map((name) => `AND ${hasWord(name)}`)
        .join("\n      ")}
    LIMIT {limit:UInt32}`,
});
