import { parseQuery } from "@plumbline/filters/parse-query";
import { expect, test } from "vitest";
import { queryExamples } from "./query-examples.ts";

test.each(queryExamples)("%s is understood", (text) => {
  expect(parseQuery(text)).toMatchObject({ filter: expect.anything(), problems: [] });
});
