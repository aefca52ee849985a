import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";

/** GET /info: what a LangSmith client may send here. No version: its client would compare it with its own. */
export function describeLangsmith(deps: RouteDeps): RouteOptions {
  const body = {
    batch_ingest_config: {
      use_multipart_endpoint: true,
      scale_up_qsize_trigger: 1_000,
      scale_up_nthreads_limit: 16,
      scale_down_nempty_trigger: 4,
      size_limit: 100,
      size_limit_bytes: Math.min(20 * 1024 * 1024, deps.limits.API_MAX_INFLATED_BYTES),
    },
    // Node 20 inflates no zstd.
    instance_flags: { gzip_body_enabled: true, zstd_compression_enabled: false },
  };
  return {
    method: "GET",
    url: "/info",
    config: { operation: "describe-langsmith", access: { auth: "none" } },
    handler: async (_request, reply) => reply.send(body),
  };
}
