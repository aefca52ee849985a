export { getUser, type UserItem } from "./get.ts";
export { hashPassword } from "./hash-password.ts";
export { verifyPassword } from "./verify-password.ts";
