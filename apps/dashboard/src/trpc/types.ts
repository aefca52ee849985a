import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "../server/routers/app-router.ts";

type Outputs = inferRouterOutputs<AppRouter>;

export type TraceRow = Outputs["trace"]["list"]["rows"][number];
export type TraceDetail = Outputs["trace"]["get"];
export type Trace = TraceDetail["trace"];
export type Span = TraceDetail["spans"][number];
type SpanText = Outputs["trace"]["spanText"];
export type CutText = NonNullable<SpanText["input"]>;
export type SpanDetail = Outputs["observation"]["get"];
export type Score = Outputs["score"]["listOfTrace"][number];
export type RejectedEvent = Outputs["rejectedEvent"]["list"]["rows"][number];
export type Account = Outputs["account"]["get"];
export type OrganizationDetail = Outputs["organization"]["get"];
export type Member = Outputs["membership"]["list"][number];
export type PendingInvitation = Outputs["invitation"]["list"][number];
