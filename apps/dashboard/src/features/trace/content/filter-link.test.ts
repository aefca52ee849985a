import { expect, it } from "vitest";
import { filterLink } from "./filter-link.ts";

const queryOf = (field: string, value: string, key?: string) =>
  new URL(filterLink("p", field, value, key), "https://x.example").searchParams.get("q");

it.each([
  ["plan", "pro", "metadata.plan:pro"],
  ["plan", "pro max", 'metadata.plan:"pro max"'],
  ["odd key", 'say "hi" \\', 'metadata."odd key":"say \\"hi\\" \\\\"'],
  ["a", "-1", 'metadata.a:"-1"'],
  ["a", "or", 'metadata.a:"or"'],
  ["a", "", 'metadata.a:""'],
  ["a.b", "ü@x.example", "metadata.a.b:ü@x.example"],
  ["__proto__", "x:y&q=z#", 'metadata.__proto__:"x:y&q=z#"'],
])("metadata %j is %j", (key, value, query) => expect(queryOf("metadata", value, key)).toBe(query));

it("narrows by a field of its own too, in a project of any name", () => {
  expect(queryOf("model", "gpt-4o-mini")).toBe("model:gpt-4o-mini");
  expect(filterLink("a/b", "user", "x")).toBe("/project/a%2Fb/traces?q=user%3Ax");
});
