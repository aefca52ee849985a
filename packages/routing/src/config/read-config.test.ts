import { describe, expect, it } from "vitest";
import { readConfig } from "./read-config.ts";
import { resolvePools } from "./resolve-pools.ts";

function issuesOf(text: string): string[] {
  const reading = readConfig(text);
  if (reading.ok) throw new Error("was read");
  return reading.issues.map(({ line, column, path, message }) => `${line}:${column} ${path} ${message}`);
}

describe("our format", () => {
  it("fills in what is left out", () => {
    const reading = readConfig(
      "pools:\n  - name: llama\n    replicas:\n      - url: http://10.0.0.5:8000/v1\n        kind: vllm\n",
    );
    if (!reading.ok) throw new Error(JSON.stringify(reading.issues));
    const [pool] = resolvePools("p", reading.config);
    expect(pool).toMatchObject({
      id: "p/llama",
      strategy: "two_choices",
      timeouts: { connect_ms: 5_000, queue_ms: 60_000, total_ms: 300_000 },
      retries: { attempts: 3, first_delay_ms: 1_000, factor: 2, max_delay_ms: 60_000 },
      breaker: { failures: 5, open_ms: 60_000, successes: 2 },
      replicas: [{ id: "p/llama/10.0.0.5:8000", name: "10.0.0.5:8000", model: "llama", weight: 1 }],
    });
  });

  it("names the line of what is wrong", () => {
    const text = [
      "pools:",
      "  - name: a",
      "    stratgy: weighted",
      "    replicas:",
      "      - url: ftp://x",
      "        kind: vlm",
      "    fallbacks: [b, a]",
    ].join("\n");
    const issues = issuesOf(text);
    expect(issues.map((issue) => issue.split(" ").slice(0, 2).join(" "))).toEqual([
      "5:14 pools[0].replicas[0].url",
      "6:15 pools[0].replicas[0].kind",
      "3:14 pools[0].stratgy",
    ]);
    expect(
      issuesOf(
        [
          "pools:",
          "  - name: a",
          "    record: none",
          "    replicas: [{ url: 'http://x' }]",
          "    degrade: [{ when: busy, action: { type: handover, text: 'Wait.' } }]",
        ].join("\n"),
      ),
    ).toEqual([
      '5:45 pools[0].degrade[0].action.type A person finds the call by its record: a pool that hands over cannot "record: none".',
    ]);
    expect(
      issuesOf("pools:\n  - name: a\n    replicas: [{ url: 'http://x' }]\n    fallbacks: [b, a]"),
    ).toEqual([
      '4:17 pools[0].fallbacks[0] There is no pool called "b".',
      "4:20 pools[0].fallbacks[1] A pool cannot stand in for itself.",
    ]);
  });

  it("refuses broken YAML, keys that come twice and bombs of aliases", () => {
    expect(issuesOf("pools:\n  - name: [a")[0]).toMatch(/^2:\d+ /);
    expect(issuesOf("pools: []\npools: []")[0]).toMatch(/^2:1 /);
    const bomb = ["a: &a [x,x,x,x,x,x,x,x,x,x]"];
    for (const [name, of] of ["ba", "cb", "dc", "ed", "fe", "gf"]) {
      bomb.push(`${name}: &${name} [${Array(10).fill(`*${of}`).join()}]`);
    }
    expect(issuesOf(bomb.join("\n"))).toHaveLength(1);
  });
});

describe("a LiteLLM file", () => {
  const text = `
model_list:
  - model_name: gpt-4o
    litellm_params:
      model: azure/gpt-4o-eu
      api_base: https://eu.openai.azure.com/
      api_key: os.environ/AZURE_KEY
      api_version: "2024-10-21"
      rpm: 6
  - model_name: gpt-4o
    litellm_params:
      model: openai/gpt-4o
      api_key: os.environ/OPENAI_API_KEY
      weight: 2
  - model_name: llama
    litellm_params:
      model: hosted_vllm/meta-llama/Llama-3.1-8B-Instruct
      api_base: http://10.0.0.5:8000/v1
    model_info: { max_input_tokens: 131072, supports_vision: false }
  - model_name: claude
    litellm_params: { model: claude-sonnet-4-5, api_key: sk-ant }
litellm_settings:
  num_retries: 2
  request_timeout: 600
  fallbacks: [{ "llama": ["gpt-4o", "nowhere"] }]
router_settings:
  routing_strategy: latency-based-routing
  allowed_fails: 3
  cooldown_time: 30
  model_group_alias: { "gpt-4": "gpt-4o" }
general_settings:
  master_key: os.environ/MASTER_KEY
`;

  it("works as it is", () => {
    const reading = readConfig(text);
    if (!reading.ok) throw new Error(JSON.stringify(reading.issues));
    expect(reading.format).toBe("litellm");
    expect(reading.config.keys).toEqual([{ key: "env:MASTER_KEY", name: "master_key" }]);
    expect(reading.config.pools).toMatchObject([
      {
        name: "gpt-4o",
        aliases: ["gpt-4"],
        strategy: "lowest_latency",
        timeouts: { total_ms: 600_000 },
        retries: { attempts: 2 },
        breaker: { failures: 4, open_ms: 30_000 },
        replicas: [
          { kind: "azure", deployment: "gpt-4o-eu", api_key: "env:AZURE_KEY", api_version: "2024-10-21" },
          { kind: "openai", url: "https://api.openai.com/v1", weight: 2 },
        ],
      },
      {
        name: "llama",
        fallbacks: ["gpt-4o"],
        replicas: [
          {
            kind: "vllm",
            model: "meta-llama/Llama-3.1-8B-Instruct",
            context_length: 131_072,
            modalities: ["text"],
          },
        ],
      },
      { name: "claude", replicas: [{ kind: "anthropic", model: "claude-sonnet-4-5", api_key: "sk-ant" }] },
    ]);
  });

  it("names the line of an unknown provider and of a missing address", () => {
    const broken = text
      .replace("hosted_vllm/meta", "martian/meta")
      .replace("api_base: https://eu.openai.azure.com/\n", "max_tokens: 5\n");
    expect(issuesOf(broken)).toEqual([
      '5:7 model_list[0].litellm_params "azure" needs an api_base.',
      '17:14 model_list[2].litellm_params.model The provider "martian" is not known here.',
    ]);
  });
});
