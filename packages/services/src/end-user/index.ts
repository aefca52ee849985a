export { type EndUserItem, type EndUserSort, endUserSorts, listEndUsers } from "./list.ts";
