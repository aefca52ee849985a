export { type OutboxMessage, writeOutbox } from "./write-outbox.ts";
