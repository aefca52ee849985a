import { randomUUID } from "node:crypto";
import type { Permission } from "@plumbline/access/permissions";
import { type ErrorCode, PlumblineError } from "@plumbline/contracts/errors";
import { initTRPC, TRPCError } from "@trpc/server";
import { z } from "zod";
import { getDeps, serviceContext } from "./deps.ts";
import { remoteAddress } from "./remote-address.ts";
import { getSessionUser, type SessionUser, watchSession } from "./session.ts";

/** What every procedure starts from. */
interface Context {
  requestId: string;
  /** Awaited by the procedures that are for somebody; once for all of a batch. */
  user: SessionUser | null | Promise<SessionUser | null>;
  /** Where the request comes from, for limits. */
  getAddress: () => Promise<string>;
  /** Whether the session counts still, for what outlasts a request. */
  isStillSignedIn: () => Promise<boolean>;
}

/** The same for a request and for a page rendered on the server. */
export function createContext(): Context {
  const user = getSessionUser();
  // Whoever awaits it meets the failure; a procedure for anybody never does.
  user.catch(() => undefined);
  return { requestId: randomUUID(), user, getAddress: remoteAddress, isStillSignedIn: watchSession() };
}

const transportCodes = {
  unauthenticated: "UNAUTHORIZED",
  key_revoked: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  invalid_request: "BAD_REQUEST",
  unsupported_media_type: "UNSUPPORTED_MEDIA_TYPE",
  too_large: "PAYLOAD_TOO_LARGE",
  too_deep: "BAD_REQUEST",
  conflict: "CONFLICT",
  rate_limited: "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
  internal: "INTERNAL_SERVER_ERROR",
} as const satisfies Record<ErrorCode, TRPCError["code"]>;

/** Whom a procedure is for. The verb that it calls decides; a test holds every procedure to its word. */
export type Access =
  | { of: "project" | "organization"; permission: Permission }
  /** Signed in, about oneself. */
  | { of: "user" }
  /** Nobody in particular: signing up, opening an invitation. */
  | { of: "anybody" };

const t = initTRPC
  .context<Context>()
  .meta<Access>()
  .create({
    isDev: false,
    // A client that hears nothing for two rounds takes the connection for lost and makes another.
    sse: { ping: { enabled: true, intervalMs: 5_000 }, client: { reconnectAfterInactivityMs: 12_000 } },
    errorFormatter: ({ shape, error, ctx }) => {
      const cause = toPlumblineError(error);
      return {
        ...shape,
        message: cause.message,
        data: {
          ...shape.data,
          errorCode: cause.code,
          nextStep: cause.nextStep,
          retryable: cause.retryable,
          details: cause.details,
          requestId: ctx?.requestId ?? null,
        },
      };
    },
  });

/** Anything that is not ours by now is a fault of ours, and its message stays in the log. */
function toPlumblineError(error: TRPCError): PlumblineError {
  if (PlumblineError.isInstance(error.cause)) return error.cause;
  if (error.code === "BAD_REQUEST") return new PlumblineError("invalid_request");
  if (error.code === "NOT_FOUND") return new PlumblineError("not_found");
  return new PlumblineError("internal");
}

const observed = t.middleware(async ({ ctx, path, signal, next }) => {
  const { logger, procedureSeconds } = getDeps();
  const startedAtMs = performance.now();
  const result = await next();
  const error = result.ok ? null : toPlumblineError(result.error);
  procedureSeconds.labels(path, error?.code ?? "ok").observe((performance.now() - startedAtMs) / 1000);
  if (result.ok || error === null) return result;
  // What fails because nobody waits for it any more is no fault.
  if (error.status >= 500 && signal?.aborted !== true) {
    logger.error({ requestId: ctx.requestId, procedure: path, err: result.error.cause }, "procedure failed");
  }
  throw toTransportError(error);
});

function toTransportError(error: PlumblineError): TRPCError {
  return new TRPCError({ code: transportCodes[error.code], message: error.message, cause: error });
}

/** A stream that fails after it began passes no middleware any more: the same is done to its errors here. */
export async function* mappingErrors<T>(
  stream: AsyncIterable<T>,
  requestId: string,
): AsyncGenerator<T, void> {
  try {
    yield* stream;
  } catch (cause) {
    const error = PlumblineError.isInstance(cause) ? cause : new PlumblineError("internal");
    if (error.status >= 500) getDeps().logger.error({ requestId, err: cause }, "stream failed");
    throw toTransportError(error);
  }
}

const authenticated = t.middleware(async ({ ctx, type, signal, next }) => {
  const user = await ctx.user;
  if (!user) throw new TRPCError({ code: "UNAUTHORIZED", cause: signedOut() });
  // A change that has begun is carried through.
  const until = type === "query" ? signal : undefined;
  return next({ ctx: { ...ctx, services: serviceContext(user.id, ctx.requestId, until) } });
});

export function signedOut(): PlumblineError {
  return new PlumblineError("unauthenticated", { message: "You are signed out." });
}

export const router = t.router;

/** Takes `projectId`; every procedure is measured and its errors are mapped. */
export const projectProcedure = (permission: Permission) =>
  t.procedure
    .meta({ of: "project", permission })
    .use(observed)
    .use(authenticated)
    .input(z.object({ projectId: z.string() }));

/** Takes `organizationId`. */
export const organizationProcedure = (permission: Permission) =>
  t.procedure
    .meta({ of: "organization", permission })
    .use(observed)
    .use(authenticated)
    .input(z.object({ organizationId: z.string() }));

export const userProcedure = t.procedure.meta({ of: "user" }).use(observed).use(authenticated);

/** Without a session, so also without `ctx.services`: the verb acts as the system and limits its caller. */
export const publicProcedure = t.procedure.meta({ of: "anybody" }).use(observed);
