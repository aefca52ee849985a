import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Product, type ProductOptions, startProduct } from "@plumbline/testing/product";

export const project = {
  id: "weather",
  publicKey: "pk-lf-e2e",
  secretKey: "sk-lf-e2e-0123456789abcdef",
  email: "ada@example.com",
  password: "correct horse battery staple",
} as const;

const initEnv = {
  PLUMBLINE_INIT_ORG_NAME: "Weather Inc",
  PLUMBLINE_INIT_PROJECT_ID: project.id,
  PLUMBLINE_INIT_PROJECT_NAME: "Weather",
  PLUMBLINE_INIT_PUBLIC_KEY: project.publicKey,
  PLUMBLINE_INIT_SECRET_KEY: project.secretKey,
  PLUMBLINE_INIT_USER_EMAIL: project.email,
  PLUMBLINE_INIT_USER_PASSWORD: project.password,
};

/** The built product with one project, its key and its user. */
export function startWithProject(options: ProductOptions): Promise<Product> {
  return startProduct({ ...options, env: { ...initEnv, ...options.env } });
}

export async function makeDataDirectory(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "plumbline-e2e-"));
  // Under root PostgreSQL runs as a user of its own, who has to pass through here.
  await chmod(path, 0o755);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

const basic = Buffer.from(`${project.publicKey}:${project.secretKey}`).toString("base64");
export const authorization = `Basic ${basic}`;

/** Runs an application of senders/ in a process of its own, as its author would; returns its trace id. */
export async function send(sender: string, product: Product): Promise<string> {
  const script = fileURLToPath(new URL(`./senders/${sender}.ts`, import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH,
      LANGFUSE_BASE_URL: product.apiUrl,
      LANGFUSE_BASEURL: product.apiUrl,
      LANGFUSE_PUBLIC_KEY: project.publicKey,
      LANGFUSE_SECRET_KEY: project.secretKey,
      OTEL_EXPORTER_OTLP_ENDPOINT: product.apiUrl,
      OTEL_EXPORTER_OTLP_HEADERS: `Authorization=${authorization}`,
      OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
    },
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`${sender} ended with code ${String(code)}`);
  return output.trim().split("\n").at(-1) ?? "";
}

export async function readApi(product: Product, path: string): Promise<Response> {
  return fetch(`${product.apiUrl}${path}`, { headers: { authorization } });
}

/** Until the trace can be read: what is acknowledged is stored a little later. */
export async function untilStored(product: Product, traceId: string): Promise<void> {
  await until(
    async () => (await readApi(product, `/api/public/traces/${traceId}`)).status,
    (status) => status === 200,
  );
}

/** Asks until `accept` likes the answer; the last answer is in the error. */
export async function until<T>(ask: () => Promise<T>, accept: (answer: T) => boolean): Promise<T> {
  const deadlineMs = Date.now() + 60_000;
  for (;;) {
    const answer = await ask().catch((error: unknown) => ({ error }));
    if (!(typeof answer === "object" && answer !== null && "error" in answer) && accept(answer))
      return answer;
    if (Date.now() > deadlineMs) throw new Error(`Still not so: ${JSON.stringify(answer, null, 1)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
