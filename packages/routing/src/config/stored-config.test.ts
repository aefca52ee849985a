import { describe, expect, test } from "vitest";
import { checkStoredConfig, secretName, secretUses } from "./check-stored-config.ts";
import { readConfig } from "./read-config.ts";
import { setDrain } from "./set-drain.ts";

const linesOf = (text: string) => checkStoredConfig(text).map(({ line, message }) => `${line} ${message}`);

describe("what a stored document may not say", () => {
  test("variables of the server, wherever they stand", () => {
    const text = `pools:
  - name: a
    replicas:
      - url: https://evil.example
        api_key: env:PLUMBLINE_KEY_PEPPER
        headers:
          x-note: os.environ/NEXTAUTH_SECRET
`;
    expect(linesOf(text)).toEqual([
      expect.stringMatching(/^5 Variables of the server/),
      expect.stringMatching(/^7 Variables of the server/),
    ]);
  });

  test("a secret as it is, also through an alias; other headers may be written", () => {
    const text = `pools:
  - name: a
    replicas:
      - url: https://a.example
        api_key: &k sk-plain
        headers: { x-organization: acme, Authorization: Bearer x }
      - url: https://b.example
        api_key: *k
      - url: https://c.example
        api_key: secret:openai
`;
    expect(linesOf(text)).toHaveLength(3);
    expect(checkStoredConfig(text).map(({ line }) => line)).toEqual([5, 6, 8]);
  });

  test("keys of the gateway, in our format and in LiteLLM's", () => {
    expect(linesOf("pools: []\nkeys:\n  - key: sk-1\n")).toHaveLength(1);
    expect(linesOf("model_list: []\ngeneral_settings:\n  master_key: sk-1\n")).toHaveLength(1);
    expect(linesOf("pools: []\nkeys: []\n")).toEqual([]);
  });

  test("names of secrets", () => {
    expect(secretName("secret:open-ai.1")).toBe("open-ai.1");
    for (const text of ["secret:", "secret:a b", "secret:a:b", "Secret:a", "secret:-a"]) {
      expect(secretName(text)).toBeNull();
    }
  });
});

test("uses of secrets are told by the address that they go to", () => {
  const reading = readConfig(`pools:
  - name: a
    replicas:
      - { url: "https://api.example/v1", api_key: "secret:x" }
      - { url: "https://api.example/v2", api_key: "secret:x" }
      - { url: "http://other.example:8000", headers: { authorization: "secret:y" } }
`);
  expect(reading.ok && secretUses(reading.config)).toEqual([
    { name: "x", url: "https://api.example/v1" },
    { name: "x", url: "https://api.example/v2" },
    { name: "y", url: "http://other.example:8000" },
  ]);
});

describe("draining by an edit of the text", () => {
  const text = `# our pools
pools:
  - name: a # the good one
    replicas:
      - url: http://one:8000   # rack 1
        weight: 2
      - { name: two, url: "http://two:8000" }
`;
  test("keeps comments and everything else as it was", () => {
    const drained = setDrain(text, { replicaId: "p/a/one:8000", drain: true });
    if (!drained.ok) throw new Error(drained.reason);
    expect(drained.document).toBe(
      text.replace("- url: http://one:8000", "- drain: true\n        url: http://one:8000"),
    );
    const back = setDrain(drained.document, { replicaId: "p/a/one:8000", drain: false });
    expect(back.ok && back.document).toBe(drained.document.replace("drain: true", "drain: false"));
  });

  test("works on a replica in braces, and says when nothing changes", () => {
    const drained = setDrain(text, { replicaId: "p/a/two", drain: true });
    if (!drained.ok) throw new Error(drained.reason);
    const reading = readConfig(drained.document);
    expect(reading.ok && reading.config.pools[0]?.replicas.map(({ drain }) => drain)).toEqual([false, true]);
    expect(drained.document).toContain("# rack 1");
    expect(setDrain(drained.document, { replicaId: "p/a/two", drain: true })).toMatchObject({
      changed: false,
    });
  });

  test("names what it cannot drain", () => {
    expect(setDrain(text, { replicaId: "p/a/three", drain: true })).toEqual({
      ok: false,
      reason: "not_found",
    });
  });

  test("works on a LiteLLM file too, in what LiteLLM itself passes over", () => {
    const litellm = `model_list:
  - model_name: b
    litellm_params: { model: hosted_vllm/x, api_base: "http://one:8000" }
  - model_name: a # twice
    litellm_params: { model: hosted_vllm/x, api_base: "http://one:8000" }
  - model_name: a
    litellm_params: { model: hosted_vllm/x, api_base: "http://two:8000" }
    model_info:
      base_model: gpt-4o-mini
`;
    const drainedOf = (text: string): string[] => {
      const reading = readConfig(text);
      if (!reading.ok) throw new Error("not valid");
      const replicas = reading.config.pools.flatMap((pool) => pool.replicas);
      return replicas.filter(({ drain }) => drain).map(({ url }) => url);
    };
    const second = setDrain(litellm, { replicaId: "p/a/two:8000", drain: true });
    if (!second.ok) throw new Error(second.reason);
    expect(second.document).toBe(litellm.replace("base_model:", "drain: true\n      base_model:"));
    expect(drainedOf(second.document)).toEqual(["http://two:8000"]);
    const both = setDrain(second.document, { replicaId: "p/a/one:8000", drain: true });
    if (!both.ok) throw new Error(both.reason);
    expect(both.document).toContain("  - model_info: { drain: true }\n    model_name: a # twice\n");
    expect(drainedOf(both.document)).toEqual(["http://one:8000", "http://two:8000"]);
    const back = setDrain(both.document, { replicaId: "p/a/one:8000", drain: false });
    expect(back.ok && drainedOf(back.document)).toEqual(["http://two:8000"]);
  });
});
