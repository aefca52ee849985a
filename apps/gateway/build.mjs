import { bundle } from "../../scripts/bundle.mjs";

await bundle(import.meta.dirname, {
  main: "src/main.ts",
  "drain-thread": "../../packages/ingestion/src/drain-thread.ts",
  "count-thread": "../../packages/ingestion/src/count-thread.ts",
});
