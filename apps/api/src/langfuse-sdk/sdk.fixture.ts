import type { LangfuseClient } from "@langfuse/client";
import { LangfuseSpanProcessor } from "@langfuse/otel";
import { setLangfuseTracerProvider } from "@langfuse/tracing";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { Langfuse } from "langfuse";
import { z } from "zod";
import { startTestApi, type TestApi } from "../api.fixture.ts";
import { langfuseClient } from "../langfuse-client.fixture.ts";

export interface SdkWorld {
  api: TestApi;
  /** The current generation; spans go through `flush`. */
  client: LangfuseClient;
  /** The classic generation, as an application would make it. */
  classic: Langfuse;
  /** Until what the current generation has sent can be read. */
  flush(): Promise<void>;
  /** The same of the classic one. */
  flushClassic(): Promise<void>;
  /** GET below /api/public, which has to be 200. */
  get<Body>(path: string): Promise<Body>;
  close(): Promise<void>;
}

/** The API with both generations of the published JavaScript clients pointed at it by their options alone. */
export async function startSdkWorld(): Promise<SdkWorld> {
  const api = await startTestApi();
  const { publicKey, secretKey } = api.key;
  const credentials = { publicKey, secretKey, baseUrl: api.url };
  const processor = new LangfuseSpanProcessor({ ...credentials, environment: "staging", release: "r5" });
  const provider = new NodeTracerProvider({ spanProcessors: [processor] });
  // Sets the context manager as well, without which spans do not know their parents.
  provider.register();
  setLangfuseTracerProvider(provider);
  const client = langfuseClient(api);
  const classic = new Langfuse({ ...credentials, fetchRetryCount: 2, fetchRetryDelay: 20 });
  return {
    api,
    client,
    classic,
    flush: async () => {
      await processor.forceFlush();
      await client.flush();
      await api.drained();
    },
    flushClassic: async () => {
      await classic.flushAsync();
      await api.drained();
    },
    get: async <Body>(path: string) => {
      const answer = await api.call(`/api/public/${path}`);
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as Body;
    },
    close: async () => {
      setLangfuseTracerProvider(null);
      await provider.shutdown();
      await classic.shutdownAsync();
      await api.close();
    },
  };
}

/** How many rows a trace has, as they are read. */
export async function countRows(api: TestApi, traceId: string): Promise<{ spans: number; scores: number }> {
  const [row] = await api.clickhouse.query(countOfTrace, { projectId: api.projectId, traceId });
  if (row === undefined) throw new Error("no count");
  return row;
}

const ofTrace = "FINAL WHERE project_id = {projectId:String} AND trace_id = {traceId:String}";
const countOfTrace = {
  name: "test.count-of-trace",
  params: z.object({ projectId: z.string(), traceId: z.string() }),
  row: z.object({ spans: z.number(), scores: z.number() }),
  sql: `SELECT (SELECT count() FROM spans ${ofTrace}) AS spans, (SELECT count() FROM scores ${ofTrace}) AS scores`,
};
