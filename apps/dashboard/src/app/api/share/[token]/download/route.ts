export { handleDownloadShared as GET } from "../../../../../server/handlers/download-shared.ts";
