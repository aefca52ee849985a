import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { setUpHome } from "../home/home.fixture.ts";
import { listModels } from "./list-models.ts";

const stage = setUpHome();

interface Call {
  model: string;
  cost: string | null;
  source: "given" | "computed" | "";
  details?: string;
  tokens?: number;
}

async function insert(calls: readonly Call[]): Promise<void> {
  const rows = calls.map(
    ({
      model,
      cost,
      source,
      details,
      tokens,
    }) => `('${stage().projectId}', '${randomUUID()}', '${randomUUID()}',
      now64(6), 'GENERATION', 'vllm', '${model}', ${tokens ?? "NULL"}, ${cost ?? "NULL"}, '${source}',
      ${details ?? "map()"}, true, 1)`,
  );
  await stage().ctx.clickhouse.command(
    `INSERT INTO spans (project_id, trace_id, span_id, start_time, kind, provider, model_used, input_tokens, cost,
      cost_source, cost_details, billable, row_version) VALUES ${rows.join(", ")}`,
  );
}

describe("listModels", () => {
  it("tells what has no price from what came with its cost, and leaves out what was only asked for", async () => {
    await insert([
      { model: "own", cost: "0.00028", source: "given", tokens: 14 },
      { model: "own", cost: "0.00014", source: "given", tokens: 7 },
      { model: "nobody-s", cost: null, source: "", tokens: 10 },
      { model: "gpt-4o", cost: "0.0035", source: "computed", tokens: 1_000 },
      { model: "mistyped", cost: "0", source: "given", details: "map('unsent', 0)" },
    ]);
    const { ctx, projectId } = stage();
    const models = await listModels(ctx, { projectId });
    expect(
      models.map(({ model, calls, unpricedCalls, givenCalls, cost }) => [
        model,
        calls,
        unpricedCalls,
        givenCalls,
        cost,
      ]),
    ).toEqual([
      ["nobody-s", 1, 1, 0, null],
      ["own", 2, 0, 2, "0.00042"],
      ["gpt-4o", 1, 0, 0, "0.0035"],
    ]);
  });
});
