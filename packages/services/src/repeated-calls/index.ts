export { reconcileRepeatedCalls } from "./reconcile.ts";
