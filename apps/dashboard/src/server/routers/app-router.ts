import { router } from "../trpc.ts";
import { homeRouter } from "./home.ts";
import { observationRouter } from "./observation.ts";
import { projectRouter } from "./project.ts";
import { rejectedEventRouter } from "./rejected-event.ts";
import { scoreRouter } from "./score.ts";
import { targetRouter } from "./target.ts";
import { traceRouter } from "./trace.ts";

export const appRouter = router({
  project: projectRouter,
  trace: traceRouter,
  observation: observationRouter,
  score: scoreRouter,
  rejectedEvent: rejectedEventRouter,
  home: homeRouter,
  target: targetRouter,
});

export type AppRouter = typeof appRouter;
