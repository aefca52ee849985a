export { explainObservation, type SentKeys } from "./explain.ts";
export { getObservation, getObservationDetail } from "./get.ts";
export { type ListObservationsInput, listObservations } from "./list.ts";
export { listObservationsAfter, type ObservationPosition, type ObservationsAfter } from "./list-after.ts";
export { listAppRoots } from "./list-app-roots.ts";
export { listObservationIds } from "./list-ids.ts";
export { listObservationsOfTrace, type ObservationsOfTrace } from "./list-of-trace.ts";
export { listObservationsWhere } from "./list-where.ts";
export type { ObservationRow } from "./types.ts";
