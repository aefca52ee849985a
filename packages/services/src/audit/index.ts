export { exportAudit } from "./export.ts";
export type { AuditFilters, AuditPlace } from "./filters.ts";
export { type AuditItem, listAudit } from "./list.ts";
export { listAuditChoices } from "./list-choices.ts";
export { type AuditChange, writeAudit } from "./write-audit.ts";
export { writeAuditOfUser } from "./write-audit-of-user.ts";
