import { router } from "../trpc.ts";
import { auditRouter } from "./audit.ts";
import { customPriceRouter } from "./custom-price.ts";
import { endUserRouter } from "./end-user.ts";
import { observationRouter } from "./observation.ts";
import { projectRouter } from "./project.ts";
import { rejectedEventRouter } from "./rejected-event.ts";
import { scoreRouter } from "./score.ts";
import { sessionRouter } from "./session.ts";
import { traceRouter } from "./trace.ts";

export const appRouter = router({
  audit: auditRouter,
  customPrice: customPriceRouter,
  endUser: endUserRouter,
  project: projectRouter,
  session: sessionRouter,
  trace: traceRouter,
  observation: observationRouter,
  score: scoreRouter,
  rejectedEvent: rejectedEventRouter,
});

export type AppRouter = typeof appRouter;
