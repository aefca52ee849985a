export { handleTrpc as GET, handleTrpc as POST } from "../../../../server/handlers/trpc.ts";
