export { register } from "./server/instrumentation/env.ts";
