// Prints the SQL of a new migration, as `prisma migrate diff` writes it, without the native engine:
//   npm run draft-migration -w @plumbline/db -- <url of any PostgreSQL> [<git revision of the old schema>|empty]
// The engine insists on a connection and changes nothing there.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";

const [url, revision = "HEAD"] = process.argv.slice(2);
const path = "schema.prisma";
const wanted = readFileSync(new URL("../../prisma/schema.prisma", import.meta.url), "utf8");

// The package's own entry imports its module as ESM, which Node 20 cannot; this does the same by hand.
const bindingsFile = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
const { instance } = await WebAssembly.instantiate(readFileSync(bindingsFile.replace(/\.js$/, ".wasm")), {
  "./schema_engine_bg.js": bindings,
});
bindings.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

const adapter = bindMigrationAwareSqlAdapterFactory(
  new PrismaPg({ connectionString: url, allowExitOnIdle: true }),
);
const engine = await bindings.SchemaEngine.new({ datamodels: [[path, wanted]] }, () => {}, adapter);
const difference = await engine.diff({
  from: revision === "empty" ? { tag: "empty" } : schemaAt(revision),
  to: { tag: "schemaDatamodel", files: [{ path, content: wanted }] },
  script: true,
  exitCode: null,
  shadowDatabaseUrl: null,
  filters: { externalTables: [], externalEnums: [] },
});
process.stdout.write(difference.stdout ?? "");

function schemaAt(gitRevision) {
  const content = execFileSync("git", ["show", `${gitRevision}:prisma/schema.prisma`], { encoding: "utf8" });
  return { tag: "schemaDatamodel", files: [{ path, content }] };
}
