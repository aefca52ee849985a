export { handleAuth as GET, handleAuth as POST } from "../../../../server/handlers/auth.ts";
