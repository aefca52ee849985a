import { router } from "../trpc.ts";
import { apiKeyRouter } from "./api-key.ts";
import { observationRouter } from "./observation.ts";
import { onboardingRouter } from "./onboarding.ts";
import { organizationRouter } from "./organization.ts";
import { projectRouter } from "./project.ts";
import { rejectedEventRouter } from "./rejected-event.ts";
import { scoreRouter } from "./score.ts";
import { traceRouter } from "./trace.ts";

export const appRouter = router({
  organization: organizationRouter,
  project: projectRouter,
  apiKey: apiKeyRouter,
  onboarding: onboardingRouter,
  trace: traceRouter,
  observation: observationRouter,
  score: scoreRouter,
  rejectedEvent: rejectedEventRouter,
});

export type AppRouter = typeof appRouter;
