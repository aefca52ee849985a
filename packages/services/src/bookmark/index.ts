export { listBookmarkedTraceIds } from "./list-ids.ts";
export { listBookmarksOfTraces } from "./list-of-traces.ts";
export { setBookmark } from "./set.ts";
