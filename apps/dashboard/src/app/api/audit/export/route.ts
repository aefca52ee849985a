export { handleAuditExport as GET } from "../../../../server/handlers/audit-export.ts";
