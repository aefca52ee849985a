import type { FastifyRequest } from "fastify";

export const mediaPaths = {
  uploads: "/api/public/media-uploads",
  files: "/api/public/media-files",
} as const;

/**
 * An address on this server as the client itself reached it: only it gets to see the answer. A proxy that
 * ends TLS says so in X-Forwarded-Proto.
 */
export function mediaUrl(request: FastifyRequest, kind: keyof typeof mediaPaths, token: string): string {
  const forwarded = String(request.headers["x-forwarded-proto"] ?? "").split(",", 1)[0];
  const scheme = forwarded?.trim().toLowerCase() === "https" ? "https" : "http";
  return `${scheme}://${request.host}${mediaPaths[kind]}/${encodeURIComponent(token)}`;
}
