import cors, { type FastifyCorsOptions } from "@fastify/cors";
import type { FastifyInstance, FastifyRequest } from "fastify";

/**
 * Lets web pages call the routes that take a public key alone, and no others. A preflight carries no key,
 * so any origin may ask; never with cookies, which nothing here reads. The key of the request itself then
 * says which origins it serves.
 */
export async function installCors(server: FastifyInstance): Promise<void> {
  const openPaths = new Set<string>();
  server.addHook("onRoute", ({ url, config }) => {
    const access = config?.access;
    if (access?.auth === "key" && access.publicKey !== undefined) openPaths.add(url);
  });
  await server.register(cors, {
    delegator: (
      request: FastifyRequest,
      done: (error: Error | null, options: FastifyCorsOptions) => void,
    ) => {
      const isOpen = openPaths.has(request.url.split("?", 1)[0] ?? "");
      done(null, isOpen ? openToAll : { origin: false });
    },
  });
}

const openToAll: FastifyCorsOptions = {
  origin: "*",
  methods: ["POST"],
  exposedHeaders: ["x-request-id", "retry-after"],
  maxAge: 86_400,
};
