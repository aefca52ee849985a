import type { IngestSource } from "@plumbline/contracts/events";
import type { FastifyRequest } from "fastify";
import type { RouteDeps } from "../deps.ts";
import { acceptDecoded, type DoorItem, type RefusedItem } from "./accept-decoded.ts";
import { actorOf } from "./authenticate.ts";
import { keepRefusedRequest } from "./keep-refused-request.ts";

export interface Verdict {
  taken: number;
  errors: RefusedItem[];
}

/** Reads a body with its limits, takes what can be taken of it, and keeps the rest as refused events. */
export function receiveItems(
  deps: RouteDeps,
  request: FastifyRequest,
  source: IngestSource,
  read: (bytes: Buffer, projectId: string) => Promise<DoorItem[]>,
): Promise<Verdict> {
  const { projectId } = actorOf(request);
  return deps.bodies.withBody(request.raw, async (bytes) => {
    const refused = { projectId, source, door: "other", bytes } as const;
    const items = await keepRefusedRequest(deps, refused, () => read(bytes, projectId));
    const errors = await acceptDecoded(deps, { projectId, source, items, requestBytes: bytes.length });
    return { taken: items.length - errors.length, errors };
  });
}

/** 422 when nothing of the request could be taken, else the door's own success. */
export function verdictStatus({ taken, errors }: Verdict, success: number): number {
  return taken === 0 && errors.length > 0 ? 422 : success;
}
