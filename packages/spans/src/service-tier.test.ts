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
  [{ metadata: { service_tier: "x".repeat(100) } }, undefined],
  [{}, undefined],
])("%j is served under %s", (fields, tier) => {
  expect(serviceTierOf(fields)).toBe(tier);
});
