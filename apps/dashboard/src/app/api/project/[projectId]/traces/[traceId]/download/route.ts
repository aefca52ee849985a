export { handleDownload as GET } from "../../../../../../../server/handlers/download.ts";
