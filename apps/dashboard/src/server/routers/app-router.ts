import { router } from "../trpc.ts";
import { accountRouter } from "./account.ts";
import { apiKeyRouter } from "./api-key.ts";
import { auditRouter } from "./audit.ts";
import { bookmarkRouter } from "./bookmark.ts";
import { commentRouter } from "./comment.ts";
import { customPriceRouter } from "./custom-price.ts";
import { endUserRouter } from "./end-user.ts";
import { gatewayRouter } from "./gateway.ts";
import { homeRouter } from "./home.ts";
import { ingestStatusRouter } from "./ingest-status.ts";
import { ingestionHealthRouter } from "./ingestion-health.ts";
import { invitationRouter } from "./invitation.ts";
import { mediaRouter } from "./media.ts";
import { membershipRouter } from "./membership.ts";
import { metricRouter } from "./metric.ts";
import { observationRouter } from "./observation.ts";
import { onboardingRouter } from "./onboarding.ts";
import { organizationRouter } from "./organization.ts";
import { priceRecomputeRouter } from "./price-recompute.ts";
import { projectRouter } from "./project.ts";
import { rejectedEventRouter } from "./rejected-event.ts";
import { reviewRouter } from "./review.ts";
import { savedViewRouter } from "./saved-view.ts";
import { scoreRouter } from "./score.ts";
import { sessionRouter } from "./session.ts";
import { shareRouter } from "./share.ts";
import { targetRouter } from "./target.ts";
import { traceRouter } from "./trace.ts";
import { traceDeletionRouter } from "./trace-deletion.ts";
import { traceShareRouter } from "./trace-share.ts";

export const appRouter = router({
  audit: auditRouter,
  customPrice: customPriceRouter,
  priceRecompute: priceRecomputeRouter,
  endUser: endUserRouter,
  bookmark: bookmarkRouter,
  comment: commentRouter,
  review: reviewRouter,
  savedView: savedViewRouter,
  traceDeletion: traceDeletionRouter,
  traceShare: traceShareRouter,
  share: shareRouter,
  session: sessionRouter,
  account: accountRouter,
  organization: organizationRouter,
  membership: membershipRouter,
  invitation: invitationRouter,
  project: projectRouter,
  apiKey: apiKeyRouter,
  onboarding: onboardingRouter,
  trace: traceRouter,
  observation: observationRouter,
  score: scoreRouter,
  rejectedEvent: rejectedEventRouter,
  ingestStatus: ingestStatusRouter,
  ingestionHealth: ingestionHealthRouter,
  gateway: gatewayRouter,
  home: homeRouter,
  media: mediaRouter,
  metric: metricRouter,
  target: targetRouter,
});

export type AppRouter = typeof appRouter;
