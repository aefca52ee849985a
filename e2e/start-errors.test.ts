import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { findFreePort, findFreePorts } from "@plumbline/testing/free-port";
import type { Product } from "@plumbline/testing/product";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeDataDirectory, startWithProject } from "./product.ts";

const launcher = fileURLToPath(new URL("../packages/launcher/dist/main.js", import.meta.url));

/** What a start that cannot work prints, and its exit code. */
async function tryStart(env: Record<string, string>): Promise<{ code: number | null; lines: string[] }> {
  const child = spawn(process.execPath, [launcher], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, lines: output.trim().split("\n") };
}

async function freePorts(): Promise<Record<string, string>> {
  const names = [
    "DASHBOARD_PORT",
    "API_PORT",
    "GATEWAY_PORT",
    "WORKER_PORT",
    "OTLP_GRPC_PORT",
    "EMBEDDED_POSTGRES_PORT",
    "EMBEDDED_CLICKHOUSE_PORT",
  ];
  const ports = await findFreePorts(names.length);
  const entries = names.map((name, index) => [name, String(ports[index])] as const);
  return Object.fromEntries(entries);
}

describe("a start that cannot work says in one line what to do", () => {
  let directory: Awaited<ReturnType<typeof makeDataDirectory>>;
  let running: Product | undefined;

  beforeAll(async () => {
    directory = await makeDataDirectory();
    running = await startWithProject({ dataDir: directory.path });
  });

  afterAll(async () => {
    await running?.stop();
    await directory?.remove();
  });

  it("a busy port: the port and its variable", async () => {
    const other = await makeDataDirectory();
    const holder = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => holder.once("listening", resolve));
    const address = holder.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    const env = { ...(await freePorts()), API_PORT: port, PLUMBLINE_DATA_DIR: other.path };
    const { code, lines } = await tryStart(env);
    holder.close();
    await other.remove();
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(port);
    expect(lines[0]).toContain("API_PORT");
  });

  it("a data directory in use by another start", async () => {
    const { code, lines } = await tryStart({ ...(await freePorts()), PLUMBLINE_DATA_DIR: directory.path });
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(directory.path);
    expect(lines[0]).toContain("PLUMBLINE_DATA_DIR");
  });

  it("a setting that is not what it should be", async () => {
    const { code, lines } = await tryStart({
      API_PORT: "three thousand",
      PLUMBLINE_DATA_DIR: directory.path,
    });
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("API_PORT");
  });

  it("a database that does not answer", async () => {
    const other = await makeDataDirectory();
    const { code, lines } = await tryStart({
      ...(await freePorts()),
      PLUMBLINE_DATA_DIR: other.path,
      DATABASE_URL: `postgresql://nobody@127.0.0.1:${await findFreePort()}/plumbline`,
      PLUMBLINE_WAIT_FOR_SERVERS_MS: "500",
    });
    await other.remove();
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(/does not answer .* DATABASE_URL/);
  });
});
