export { handleExportReviews as GET } from "../../../../../../server/handlers/export-reviews.ts";
