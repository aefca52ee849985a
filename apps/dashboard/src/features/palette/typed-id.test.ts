import { describe, expect, it } from "vitest";
import { idKindsOf } from "./typed-id.ts";

describe("idKindsOf", () => {
  it.each([
    ["0af7651916cd43dd8448eb211c80319c", "trace"],
    ["3F2504E0-4F89-11D3-9A0C-0305E82C3301", "trace"],
    ["ada@example.com", "user"],
    ["chat-42", "session"],
  ])("takes %s for a %s first, then for the others", (typed, first) => {
    const kinds = idKindsOf(typed);
    expect(kinds[0]).toBe(first);
    expect(kinds.toSorted()).toEqual(["session", "trace", "user"]);
  });

  it.each(["", "traces", "api keys", "sign out", "a1", "two words-1"])("takes %j for words", (typed) => {
    expect(idKindsOf(typed)).toEqual([]);
  });
});
