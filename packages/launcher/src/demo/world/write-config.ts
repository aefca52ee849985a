import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Feature, features } from "../script/conversation.ts";
import { models } from "../script/models.ts";
import type { World } from "./start-world.ts";

/** What one pays for an hour of such a card in the cloud. */
const hourUsd = { fast: "2.99", slow: "1.01" };

type Addresses = Pick<World, "fast" | "slow" | "fastHost" | "slowHost" | "hosted" | "embedder" | "careful">;

/** The gateway's document for the simulated upstreams, as a person would write it. */
export function describeConfig(world: Addresses, keyOf: (feature: Feature) => string): string {
  const { fast, slow, fastHost, slowHost, hosted, embedder, careful } = world;
  const keyLines = features.map(
    (feature) => `  - { name: ${feature}, feature: ${feature}, key: ${keyOf(feature)} }`,
  );
  return `# Made by npm start -- --demo for simulated upstreams, and removed when it ends.
pools:
  - name: ${models.own}
    strategy: two_choices
    fallbacks: [${models.hosted}]
    retries: { attempts: 2, first_delay_ms: 250 }
    breaker: { open_ms: 10000 }
    replicas:
      - name: h100
        kind: vllm
        url: ${fast.url}
        gpu_hour_usd: "${hourUsd.fast}"
        context_length: ${fast.profile.maxModelLen}
        dcgm_url: ${fastHost.dcgmUrl}/metrics
        node_exporter_url: ${fastHost.nodeUrl}/metrics
      - name: a10g
        kind: vllm
        url: ${slow.url}
        gpu_hour_usd: "${hourUsd.slow}"
        context_length: ${slow.profile.maxModelLen}
        dcgm_url: ${slowHost.dcgmUrl}/metrics
        node_exporter_url: ${slowHost.nodeUrl}/metrics
  - name: ${models.hosted}
    fallbacks: [${models.careful}]
    retries: { attempts: 2, first_delay_ms: 250 }
    breaker: { open_ms: 10000 }
    replicas:
      - { name: hosted, kind: openai, url: ${hosted.url}, api_key: simulated }
  - name: ${models.careful}
    replicas:
      - { name: careful, kind: anthropic, url: ${careful.url}, api_key: simulated }
  - name: ${models.embedding}
    replicas:
      - { name: embedder, kind: openai, url: ${embedder.url}, api_key: simulated }
keys:
${keyLines.join("\n")}
`;
}

/** In one step, so that the gateway never reads half of it; for its owner only, since it holds keys. */
export function writeConfig(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
