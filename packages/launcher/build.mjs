import { bundle } from "../../scripts/bundle.mjs";

await bundle(import.meta.dirname, {
  main: "src/main.ts",
  "clickhouse-server/main": "src/clickhouse-server/main.ts",
  "demo/main": "src/demo/main.ts",
  "postgres-server/main": "src/postgres-server/main.ts",
});
