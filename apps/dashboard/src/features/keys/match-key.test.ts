import { describe, expect, it } from "vitest";
import { matchKey } from "./match-key.ts";

const bindings = [{ key: "g t" }, { key: "t" }, { key: "j", of: "page" }, { key: "j", of: "list" }];

describe("matchKey", () => {
  it("runs what one key is bound to, the latest binding first", () => {
    expect(matchKey(bindings, null, "t")).toEqual({ run: { key: "t" } });
    expect(matchKey(bindings, null, "j")).toEqual({ run: { key: "j", of: "list" } });
  });

  it("waits after the first key of two and then runs them", () => {
    expect(matchKey(bindings, null, "g")).toEqual({ waitAfter: "g" });
    expect(matchKey(bindings, "g", "t")).toEqual({ run: { key: "g t" } });
  });

  it("does not take a wrong second key for itself", () => {
    expect(matchKey(bindings, "g", "j")).toBeNull();
    expect(matchKey(bindings, "g", "g")).toBeNull();
  });

  it("knows nothing of other keys", () => {
    expect(matchKey(bindings, null, "q")).toBeNull();
  });
});
