import { expect, it } from "vitest";
import { serviceTierOf } from "./service-tier.ts";

it.each([
  [{ attributes: { "openai.response.service_tier": "flex" } }, "flex"],
  [{ attributes: { "gen_ai.openai.response.service_tier": "priority" } }, "priority"],
  [{ attributes: { "gen_ai.openai.request.service_tier": "auto" } }, undefined],
  [
    { attributes: { "openai.request.service_tier": "priority", "openai.response.service_tier": "default" } },
    "default",
  ],
  [{ modelParameters: '{"temperature":0,"service_tier":"batch"}' }, "batch"],
  [{ modelParameters: '{"serviceTier":"flex"}' }, "flex"],
  [{ modelParameters: '{"service_tier":7}' }, undefined],
  [{ modelParameters: "service_tier" }, undefined],
  [{ modelParameters: '{"speed":"fast","service_tier":"auto"}' }, "fast"],
  [{ modelParameters: '{"speed":1.5}' }, undefined],
  [{ attributes: { "ai.response.providerMetadata": '{"openai":{"serviceTier":"flex"}}' } }, "flex"],
  [
    { attributes: { "ai.response.providerMetadata": '{"anthropic":{"usage":{"service_tier":"batch"}}}' } },
    "batch",
  ],
  [{ attributes: { "ai.response.providerMetadata": '{"openai":null,"serviceTier":3' } }, undefined],
  [{ metadata: { service_tier: "x".repeat(100) } }, undefined],
  [{}, undefined],
])("%j is served under %s", (fields, tier) => {
  expect(serviceTierOf(fields)).toBe(tier);
});
