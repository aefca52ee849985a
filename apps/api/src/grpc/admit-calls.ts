import {
  type Metadata,
  ServerInterceptingCall,
  type ServerInterceptor,
  ServerListenerBuilder,
} from "@grpc/grpc-js";
import type { ApiKeyActor } from "@plumbline/services/api-key";
import type { RouteDeps } from "../deps.ts";
import { authenticateHeaders } from "../http/authenticate.ts";
import { createLane } from "../http/body-budget.ts";
import { exportStatus } from "./export-status.ts";

/** Nothing of a message is read before its call is admitted, so this bounds what messages weigh. */
const admittedAtOnce = 16;
const maxWaiting = 1_000;
/** A client that trickles its message must not hold a place for ever. */
const longestCallMs = 60_000;

export interface Admission {
  interceptor: ServerInterceptor;
  /** Of an admitted call. */
  actorOf(metadata: Metadata): ApiKeyActor | undefined;
}

/** Authenticates every call before its message is read, and lets a few in at a time. */
export function createAdmission(deps: RouteDeps): Admission {
  const actors = new WeakMap<Metadata, ApiKeyActor>();
  const lane = createLane({ width: admittedAtOnce, maxWaiting });

  const interceptor: ServerInterceptor = (_method, call) => {
    let leave: () => void = () => undefined;
    let timer: NodeJS.Timeout | undefined;
    let isOver = false;
    const end = (): void => {
      isOver = true;
      clearTimeout(timer);
      leave();
    };
    const admit = async (metadata: Metadata): Promise<void> => {
      actors.set(metadata, await authenticateHeaders(deps, keyHeaders(metadata), ["ingest"]));
      leave = await lane.enter();
      if (isOver) return leave();
      timer = setTimeout(
        () => call.sendStatus({ code: 4, details: "The call took too long." }),
        longestCallMs,
      );
    };
    const decide = async (metadata: Metadata, goOn: (metadata: Metadata) => void): Promise<void> => {
      try {
        await admit(metadata);
      } catch (error) {
        end();
        const { code, details, metadata: trailers } = exportStatus(error);
        call.sendStatus({ code, details: details ?? "", metadata: trailers ?? null });
        return;
      }
      if (!isOver) goOn(metadata);
    };
    const listener = new ServerListenerBuilder()
      .withOnReceiveMetadata((metadata, goOn) => void decide(metadata, goOn))
      .withOnCancel(end)
      .build();
    return new ServerInterceptingCall(call, {
      start: (next) => next(listener),
      sendStatus: (status, next) => {
        end();
        next(status);
      },
    });
  };
  return { interceptor, actorOf: (metadata) => actors.get(metadata) };
}

function keyHeaders(metadata: Metadata): { authorization?: string; "x-api-key"?: string } {
  const [authorization] = metadata.get("authorization");
  const [apiKey] = metadata.get("x-api-key");
  return {
    ...(typeof authorization === "string" ? { authorization } : {}),
    ...(typeof apiKey === "string" ? { "x-api-key": apiKey } : {}),
  };
}
