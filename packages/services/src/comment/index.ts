export { type AnyComment, type CommentSubject, commentSubjects } from "./about.ts";
export { addComment } from "./add.ts";
export { addCommentAbout } from "./add-about.ts";
export { editComment } from "./edit.ts";
export { getComment, listComments } from "./list-about.ts";
export { listCommentsOfTrace } from "./list-of-trace.ts";
export { nameAuthors } from "./name-authors.ts";
export { removeComment } from "./remove.ts";
export type { CommentItem } from "./types.ts";
