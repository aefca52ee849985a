export { handleExportRejected as GET } from "../../../../../../server/handlers/export-rejected.ts";
