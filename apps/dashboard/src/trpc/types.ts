import type { TraceSpan } from "@plumbline/services/trace";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "../server/routers/app-router.ts";

type Outputs = inferRouterOutputs<AppRouter>;

export type TraceRow = Outputs["trace"]["list"]["rows"][number];
export type TraceDetail = Outputs["trace"]["get"];
export type Trace = TraceDetail["trace"];
export type Span = TraceSpan;
type SpanText = Outputs["trace"]["spanText"];
export type CutText = NonNullable<SpanText["input"]>;
export type SpanDetail = Outputs["observation"]["get"];
export type Score = Outputs["score"]["listOfTrace"][number];
export type RejectedEvent = Outputs["rejectedEvent"]["list"]["rows"][number];
export type AuditEntry = Outputs["audit"]["listOfProject"]["rows"][number];
export type PricedModel = Outputs["customPrice"]["models"][number];
export type CustomPrice = Outputs["customPrice"]["list"][number];
export type SumsOverTime = Outputs["endUser"]["get"];
export type TraceSums = NonNullable<SumsOverTime["total"]>;
export type EndUser = Outputs["endUser"]["list"]["rows"][number];
export type Session = Outputs["session"]["list"]["rows"][number];
export type ConversationTurn = Outputs["session"]["conversation"]["turns"][number];
export type SavedView = Outputs["savedView"]["list"][number];
export type TraceDeletion = Outputs["traceDeletion"]["pending"][number];
export type TraceComment = Outputs["comment"]["listOfTrace"][number];
export type ApiKey = Outputs["apiKey"]["list"][number];
export type ProjectDetail = Outputs["project"]["get"];
export type DeletedProject = Outputs["project"]["listDeleted"][number];
