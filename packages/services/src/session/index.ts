export { type Conversation, type ConversationTurn, getConversation } from "./get-conversation.ts";
export { getSessionTraces } from "./get-traces.ts";
export { listSessions, type SessionItem, type SessionSort, sessionSorts } from "./list.ts";
export { listStartedSessions } from "./list-started.ts";
