export { listBookmarksOfTraces } from "./list-of-traces.ts";
export { setBookmark } from "./set.ts";
