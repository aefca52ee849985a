export { addComment } from "./add.ts";
export { editComment } from "./edit.ts";
export { listCommentsOfTrace } from "./list-of-trace.ts";
export { removeComment } from "./remove.ts";
export type { CommentItem } from "./types.ts";
