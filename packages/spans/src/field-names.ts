import type { SpanFields } from "@plumbline/contracts/events";

/** Fields that fold entry by entry, so that two events may each add a key. */
export const mapFields = ["metadata", "traceMetadata", "attributes", "logEvents"] as const;
export type MapField = (typeof mapFields)[number];

const plainFieldFlags: Record<Exclude<keyof SpanFields, MapField>, true> = {
  parentSpanId: true,
  kind: true,
  name: true,
  startTimeUs: true,
  endTimeUs: true,
  completionStartTimeUs: true,
  level: true,
  statusMessage: true,
  errorClass: true,
  environment: true,
  release: true,
  version: true,
  serviceName: true,
  scopeName: true,
  traceName: true,
  userId: true,
  sessionId: true,
  feature: true,
  tags: true,
  public: true,
  provider: true,
  modelRequested: true,
  modelUsed: true,
  modelParameters: true,
  promptName: true,
  promptVersion: true,
  responseId: true,
  finishReasons: true,
  usageDetails: true,
  usageConvention: true,
  usageSource: true,
  repeatsCall: true,
  givenCost: true,
  input: true,
  output: true,
  traceInput: true,
  traceOutput: true,
  systemInstructions: true,
  toolDefinitions: true,
  claimedKeys: true,
};

/** Fields that fold whole. The record above makes the compiler ask for every new one. */
export const plainFields: ReadonlySet<string> = new Set(Object.keys(plainFieldFlags));
