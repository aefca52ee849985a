export { type AuditItem, listAudit } from "./list.ts";
export { type AuditChange, writeAudit } from "./write-audit.ts";
export { writeAuditOfUser } from "./write-audit-of-user.ts";
