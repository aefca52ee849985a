export { handleDownloadRejected as GET } from "../../../../../../server/handlers/download-rejected.ts";
