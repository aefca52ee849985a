import { answersInTime } from "@plumbline/runtime/answers-in-time";
import { getDeps } from "../deps.ts";

/** Alive: answers without asking anybody. */
export function handleHealth(): Response {
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}

/** Ready: both stores answer. */
export async function handleReady(): Promise<Response> {
  const { db, clickhouse } = getDeps();
  const [postgres, store] = await Promise.all([
    answersInTime(db.$queryRaw`SELECT 1`),
    answersInTime(clickhouse.ping()),
  ]);
  const name = (ok: boolean) => (ok ? "ok" : "unreachable");
  const ready = postgres && store;
  return Response.json(
    { ready, checks: { postgres: name(postgres), clickhouse: name(store) } },
    { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}

export async function handleMetrics(): Promise<Response> {
  const { contentType, text } = await getDeps().metrics.expose();
  return new Response(text, { headers: { "content-type": contentType, "cache-control": "no-store" } });
}
