import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { type Answer, answerChat, chatBody, sendJson, startUpstream } from "./fake-upstream.fixture.ts";
import { type ConfigInput, poolOf, startGateway } from "./gateway.fixture.ts";

const path = "/v1/chat/completions";
const body = { model: "model-a", messages: [{ role: "user", content: "Hello." }], max_tokens: 16 };
const retries = { attempts: 3, first_delay_ms: 20, factor: 1 };

/** Answers in turn; the last one again and again. */
function inTurn(...answers: Answer[]): Answer {
  let next = 0;
  return (seen, response, request) => {
    const answer = answers[Math.min(next, answers.length - 1)];
    next += 1;
    return answer?.(seen, response, request);
  };
}

const status =
  (code: number, error: object = {}, headers: Record<string, string> = {}): Answer =>
  (_seen, response) => {
    response
      .writeHead(code, { "content-type": "application/json", ...headers })
      .end(JSON.stringify({ error: { message: `status ${code}`, type: "t", code, ...error } }));
  };

async function outcomes(
  config: ConfigInput,
  more: object = {},
): Promise<{
  status: number;
  text: string;
  headers: Headers;
  outcomes: string[];
}> {
  const gateway = await startGateway(config);
  const response = await gateway.fetch(path, { body: { ...body, ...more } });
  const text = await response.text();
  await expect.poll(() => gateway.recorded.length).toBe(1);
  return {
    status: response.status,
    text,
    headers: response.headers,
    outcomes: gateway.recorded[0]?.call.attempts.map(({ outcome }) => outcome) ?? [],
  };
}

async function refusedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

describe("attempts", () => {
  it.each<[number, string]>([
    [429, "rate_limit"],
    [500, "api_error"],
    [502, "api_error"],
    [503, "overloaded"],
    [529, "overloaded"],
    [408, "timeout"],
  ])("repeats a call that met %i, until it is answered", async (code, outcome) => {
    const upstream = await startUpstream(inTurn(status(code), status(code), answerChat));
    const result = await outcomes({ pools: [poolOf(upstream.url, { retries })] });
    expect(result.status).toBe(200);
    expect(result.outcomes).toEqual([outcome, outcome, "ok"]);
    expect(result.headers.get("x-plumbline-attempts")).toBe("3");
  });

  it.each<[string, Answer, string]>([
    [
      "an empty body",
      (_seen, response) => void response.writeHead(200, { "content-type": "application/json" }).end(),
      "bad_response",
    ],
    [
      "a page of HTML",
      (_seen, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>hi"),
      "bad_response",
    ],
    ["half of its JSON", (_seen, response) => sendJson(response, chatBody().slice(0, -20)), "bad_response"],
    ["other JSON", (_seen, response) => sendJson(response, '{"ok":true}'), "bad_response"],
    [
      "an error under status 200",
      (_seen, response) => sendJson(response, '{"error":{"message":"no","code":500}}'),
      "api_error",
    ],
    [
      "a connection that breaks in the body",
      (_seen, response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "500" }).write("{");
        setTimeout(() => response.destroy(), 20);
      },
      "cut",
    ],
    ["a connection that breaks at once", (_seen, response) => void response.destroy(), "connection"],
  ])("asks another replica after %s", async (_name, answer, outcome) => {
    const bad = await startUpstream(answer);
    const good = await startUpstream(answerChat);
    const replicas = [bad, good].map(({ url }) => ({ url, kind: "vllm" as const }));
    const result = await outcomes(
      {
        pools: [
          poolOf(bad.url, {
            replicas,
            strategy: "session_affinity",
            retries: { attempts: 3, first_delay_ms: 60_000 },
          }),
        ],
      },
      { user: "somebody" },
    );
    expect(result.status).toBe(200);
    // Affinity sends the session to one of the two; the other is asked without any pause.
    expect([["ok"], [outcome, "ok"]]).toContainEqual(result.outcomes);
  });

  it("waits as long as Retry-After says", async () => {
    const upstream = await startUpstream(inTurn(status(429, {}, { "retry-after-ms": "120" }), answerChat));
    const startedAt = performance.now();
    const result = await outcomes({ pools: [poolOf(upstream.url, { retries })] });
    expect(result.status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(115);
  });

  it("passes a Retry-After that is too long on to the client", async () => {
    const upstream = await startUpstream(status(429, {}, { "retry-after": "3600" }));
    const result = await outcomes({ pools: [poolOf(upstream.url, { retries })] });
    expect(result.status).toBe(429);
    expect(result.outcomes).toEqual(["rate_limit"]);
    expect(result.headers.get("retry-after")).toBe("3600");
    expect(result.text).toContain('"code":"upstream_rate_limited"');
  });

  it("does not repeat the client's mistakes, and gives the upstream's words back", async () => {
    const spare = await startUpstream(answerChat);
    const upstream = await startUpstream(status(400, { code: "context_length_exceeded" }));
    const result = await outcomes({
      pools: [poolOf(upstream.url, { retries, fallbacks: ["spare"] }), poolOf(spare.url, { name: "spare" })],
    });
    expect(result.status).toBe(400);
    expect(result.outcomes).toEqual(["invalid_request"]);
    expect(JSON.parse(result.text)).toEqual({
      error: { message: "status 400", type: "t", code: "context_length_exceeded" },
    });
    expect(spare.seen).toHaveLength(0);
  });

  it("keeps to itself that its own key was refused", async () => {
    const upstream = await startUpstream(status(401, { message: "Incorrect API key: sk-secret" }));
    const result = await outcomes({ pools: [poolOf(upstream.url, { retries })] });
    expect(result.status).toBe(502);
    expect(result.text).not.toContain("sk-secret");
    expect(result.outcomes).toEqual(["auth"]);
  });

  it("goes down the chain when a pool is out, and says so when all are", async () => {
    const nowhere = await refusedUrl();
    const upstream = await startUpstream(inTurn(answerChat, status(500)));
    const config = {
      pools: [
        poolOf(nowhere, { fallbacks: ["second"] }),
        poolOf(nowhere, { name: "second", fallbacks: ["third"] }),
        poolOf(upstream.url, { name: "third" }),
      ],
    };
    const gateway = await startGateway(config);
    const first = await gateway.fetch(path, { body });
    expect(first.status).toBe(200);
    expect(first.headers.get("x-plumbline-route")).toMatch(/^third\//);
    await first.text();
    const second = await gateway.fetch(path, { body });
    expect(second.status).toBe(502);
    expect(await second.json()).toMatchObject({ error: { code: "upstream_failed", type: "api_error" } });
    await expect
      .poll(() => gateway.recorded[1]?.call.attempts.map(({ outcome }) => outcome))
      .toEqual(["connection", "connection", "api_error"]);
  });

  it("takes a fresh connection when an idle one was closed under it", async () => {
    const upstream = await startUpstream(answerChat);
    const gateway = await startGateway({ pools: [poolOf(upstream.url)] });
    await (await gateway.fetch(path, { body })).text();
    // The server forgets its idle connections just as the next request is on its way.
    let isFirst = true;
    upstream.server.on("connection", () => {
      isFirst = false;
    });
    upstream.answer = (seen, response, request) => {
      if (isFirst) request.socket.destroy();
      else answerChat(seen, response);
    };
    const response = await gateway.fetch(path, { body });
    expect(response.status).toBe(200);
    await response.text();
  });

  it("opens the breaker after failures and asks nobody while it is open", async () => {
    const upstream = await startUpstream(status(500));
    const gateway = await startGateway({ pools: [poolOf(upstream.url, { breaker: { failures: 2 } })] });
    for (let call = 0; call < 2; call++) await (await gateway.fetch(path, { body })).text();
    await expect
      .poll(async () => {
        const response = await gateway.fetch(path, { body });
        await response.text();
        return response.status;
      })
      .toBe(503);
    const seen = upstream.seen.length;
    const refused = await gateway.fetch(path, { body });
    expect(await refused.json()).toMatchObject({ error: { code: "no_replica" } });
    expect(upstream.seen).toHaveLength(seen);
  });

  it("asks a second replica for a short call that takes long, and stops the slower one", async () => {
    let asked = 0;
    const answerSecond: Answer = (seen, response) => {
      asked += 1;
      return asked === 1 ? undefined : answerChat(seen, response);
    };
    const upstreams = [await startUpstream(answerSecond), await startUpstream(answerSecond)] as const;
    const hedge = { after_ms: 60, max_tokens: 32 };
    const replicas = upstreams.map(({ url }) => ({ url, kind: "vllm" as const }));
    const gateway = await startGateway({ pools: [poolOf(upstreams[0].url, { replicas, hedge })] });
    const response = await gateway.fetch(path, { body });
    expect(response.status).toBe(200);
    expect(response.headers.get("x-plumbline-attempts")).toBe("2");
    await response.text();
    expect(upstreams.map(({ seen }) => seen.length)).toEqual([1, 1]);
    const told = () =>
      gateway.recorded[0]?.call.attempts.map(({ outcome, hedge: isHedge }) => [outcome, isHedge]);
    await expect.poll(told).toEqual([
      ["client_closed", undefined],
      ["ok", true],
    ]);
  });
});
