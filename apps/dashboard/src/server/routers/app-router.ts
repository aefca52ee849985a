import { router } from "../trpc.ts";
import { accountRouter } from "./account.ts";
import { invitationRouter } from "./invitation.ts";
import { membershipRouter } from "./membership.ts";
import { observationRouter } from "./observation.ts";
import { organizationRouter } from "./organization.ts";
import { projectRouter } from "./project.ts";
import { rejectedEventRouter } from "./rejected-event.ts";
import { scoreRouter } from "./score.ts";
import { traceRouter } from "./trace.ts";

export const appRouter = router({
  account: accountRouter,
  organization: organizationRouter,
  membership: membershipRouter,
  invitation: invitationRouter,
  project: projectRouter,
  trace: traceRouter,
  observation: observationRouter,
  score: scoreRouter,
  rejectedEvent: rejectedEventRouter,
});

export type AppRouter = typeof appRouter;
