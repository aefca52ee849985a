import { randomUUID } from "node:crypto";
import { type ErrorCode, PlumblineError } from "@plumbline/contracts/errors";
import { initTRPC, TRPCError } from "@trpc/server";
import { getDeps, serviceContext } from "./deps.ts";
import { getSessionUser } from "./session.ts";

/** What every procedure starts from; the same for a request and for a page rendered on the server. */
export async function createContext() {
  return { user: await getSessionUser(), requestId: randomUUID() };
}

type Context = Awaited<ReturnType<typeof createContext>>;

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

const t = initTRPC.context<Context>().create({
  isDev: false,
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

const observed = t.middleware(async ({ ctx, path, next }) => {
  const { logger, procedureSeconds } = getDeps();
  const startedAtMs = performance.now();
  const result = await next();
  const error = result.ok ? null : toPlumblineError(result.error);
  procedureSeconds.labels(path, error?.code ?? "ok").observe((performance.now() - startedAtMs) / 1000);
  if (result.ok || error === null) return result;
  if (error.status >= 500) {
    logger.error({ requestId: ctx.requestId, procedure: path, err: result.error.cause }, "procedure failed");
  }
  throw new TRPCError({ code: transportCodes[error.code], message: error.message, cause: error });
});

const authenticated = t.middleware(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: "UNAUTHORIZED", cause: signedOut() });
  return next({ ctx: { ...ctx, services: serviceContext(ctx.user.id, ctx.requestId) } });
});

function signedOut(): PlumblineError {
  return new PlumblineError("unauthenticated", { message: "You are signed out." });
}

export const router = t.router;
/** The only kind of procedure there is: signed in, measured, its errors mapped. */
export const procedure = t.procedure.use(observed).use(authenticated);
