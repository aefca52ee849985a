export { handleSendMedia as GET } from "../../../../../../server/handlers/send-media.ts";
