export { handleHealth as GET } from "../../../server/handlers/health.ts";

export const dynamic = "force-dynamic";
