export { type Conversation, type ConversationTurn, getConversation } from "./get-conversation.ts";
export { listSessions, type SessionItem, type SessionSort, sessionSorts } from "./list.ts";
