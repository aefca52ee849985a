/**
 * The generator: everything about span number n follows from hashes of n, so that every machine makes
 * the same rows. Change `generatorVersion` with anything here, and caches are built anew.
 */
export const generatorVersion = 1;

/** Data ends here; the bench lives from this moment on. The beginning of a month, and so of a partition. */
export const anchorMs = Date.UTC(2026, 6, 1);
export const days = 30;
export const mainProject = "bench-main";

/** The last spans make up traces of a thousand; all others come in traces of 1 to 19, ten on average. */
const bigTraces = 20;
const bigTraceSpans = 1_000;
const vocabularySize = 200_000;
const inputWords = 80;
const outputWords = 50;
const previewWords = 24;

const syllables = "ka lo mi ren tas vo del pri sun tor wel nix bra cho fen gul hap jor lim mor"
  .split(" ")
  .map((syllable) => `'${syllable}'`)
  .join(", ");

/** Word number r is r in base 20, with syllables for digits: frequent words are short. */
const vocabulary = `(SELECT groupArray(arrayStringConcat(arrayMap(
      k -> [${syllables}][1 + intDiv(number, toUInt64(pow(20, k))) % 20],
      range(1 + (number >= 20) + (number >= 400) + (number >= 8000) + (number >= 160000)))))
    FROM (SELECT number FROM numbers(${vocabularySize}) ORDER BY number)) AS vocabulary`;

/** Words by Zipf's law: the chance of a word falls with its rank. Every text ends with a word of its own. */
function text(from: number, words: number): string {
  const rank = `toUInt32(exp(intHash64(n * 256 + i) / 18446744073709551616 * log(${vocabularySize})))`;
  return `arrayStringConcat(arrayMap(i -> vocabulary[${rank}], range(${from}, ${from + words})), ' ')`;
}

const dayUs = 86_400_000_000;
const startUs = anchorMs * 1_000 - days * dayUs;

/** From span numbers to who they are and when; `spans` is how many there are in all. */
function skeleton(spans: number): string {
  const usual = spans - bigTraces * bigTraceSpans;
  const stepUs = Math.floor((days * dayUs) / (usual / 10));
  const bigStepUs = Math.floor((days * dayUs) / bigTraces);
  return `number AS n,
    n >= ${usual} AS big,
    intDiv(n, 20) AS block,
    1 + intHash64(block) % 19 AS cut,
    n % 20 >= cut AS second,
    toUInt64(if(big, 1000000000 + intDiv(toInt64(n) - ${usual}, ${bigTraceSpans}), toInt64(block * 2 + second))) AS t,
    toUInt64(if(big, (toInt64(n) - ${usual}) % ${bigTraceSpans}, toInt64(n % 20) - if(second, toInt64(cut), 0))) AS place,
    toUInt64(if(big, ${bigTraceSpans}, if(second, toInt64(20 - cut), toInt64(cut)))) AS spans_of_trace,
    intHash64(t * 31 + 1) AS trace_hash,
    intHash64(n * 31 + 7) AS hash,
    multiIf(big, 5000, trace_hash % 100 = 0, 60000000, 150000) AS gap_us,
    if(big, toInt64(${startUs} + (toInt64(t) - 1000000000) * ${bigStepUs} + ${bigStepUs} - 60000000),
      toInt64(least(${startUs} + t * ${stepUs} + trace_hash % ${stepUs}, ${anchorMs * 1_000} - 30000000))) AS trace_start_us,
    least(trace_start_us + toInt64(place * gap_us + if(place = 0, 0, hash % 4000)),
      ${anchorMs * 1_000} - 1000000 + toInt64(place)) AS start_us,
    if(big OR trace_hash % 10 < 8, '${mainProject}', concat('bench-other-', toString(trace_hash % 4))) AS project_id,
    lower(hex(sipHash128(t))) AS trace_id,
    lower(hex(sipHash64(n))) AS span_id,
    if(place = 0, '', lower(hex(sipHash64(n - place)))) AS parent_span_id,
    multiIf(place = 0, 'AGENT', place % 3 = 1, 'GENERATION', place % 3 = 2, 'TOOL', 'RETRIEVER') AS kind,
    kind = 'GENERATION' AS generation,
    if(place = 0, toUInt64(spans_of_trace * gap_us), toUInt64(20000 * exp((hash % 1000) / 1000 * 5))) AS duration_us,
    toUInt64(200 + hash % 3000) AS input_tokens_count,
    toUInt64(20 + intHash32(n) % 800) AS output_tokens_count`;
}

interface Rows {
  /** Span numbers, half-open. */
  from: number;
  to: number;
  total: number;
  /** Version 2 is the one row in ten that was written again. */
  version: 1 | 2;
}

function source({ from, to, total, version }: Rows): string {
  return `FROM (SELECT ${skeleton(total)} FROM numbers(${from}, ${to - from}))
    ${version === 1 ? "" : "WHERE intHash64(n + 11) % 10 = 0"}`;
}

const time = (sql: string) => `fromUnixTimestamp64Micro(toInt64(${sql}), 'UTC')`;
const pick = (values: readonly string[], hash: string) =>
  `[${values.map((value) => `'${value}'`).join(", ")}][1 + ${hash} % ${values.length}]`;

const agents = [
  "support-agent",
  "refund-agent",
  "search",
  "summarise",
  "triage",
  "research",
  "checkout",
  "chat",
];
const tools = ["lookup_order", "search_docs", "send_mail", "get_weather", "run_sql", "read_page"];
const models = [
  "gpt-4o",
  "gpt-4o-mini",
  "claude-sonnet-4-5",
  "claude-haiku-4-5",
  "gemini-2.5-pro",
  "mistral-large",
];
const providers = ["openai", "openai", "anthropic", "anthropic", "google", "mistral"];
const errors = ["RateLimitError", "TimeoutError", "ValidationError", "APIConnectionError", "ToolError"];
const features = ["help-centre", "assistant", "reports", "onboarding"];

export function insertSpans(rows: Rows): string {
  const failed = "hash % 50 = 0";
  return `INSERT INTO spans (project_id, trace_id, span_id, parent_span_id, start_time, end_time,
    completion_start_time, kind, name, level, status_message, error_class, environment, release, version,
    service_name, source, user_id, session_id, feature, tags, provider, model_requested, model_used,
    prompt_name, input_tokens, output_tokens, total_tokens, usage_source, cost, cost_source, billable,
    billable_reason, input_preview, output_preview, input_bytes, output_bytes, metadata, received_at, row_version)
  WITH ${vocabulary}
  SELECT project_id, trace_id, span_id, parent_span_id, ${time("start_us")},
    ${time("start_us + duration_us")},
    if(generation, ${time("start_us + intDiv(duration_us, 5)")}, NULL),
    kind,
    multiIf(place = 0, ${pick(agents, "trace_hash")}, generation, 'chat.completions', ${pick(tools, "hash")}),
    multiIf(${failed}, 'ERROR', hash % 50 = 1, 'WARNING', 'DEFAULT'),
    if(${failed}, 'the call failed', ''),
    if(${failed}, ${pick(errors, "intDiv(hash, 50)")}, ''),
    multiIf(trace_hash % 20 = 0, 'staging', trace_hash % 20 = 1, 'development', 'production'),
    concat('r', toString(intDiv(t, 20000))), concat('1.', toString(trace_hash % 12)),
    ${pick(["web", "worker", "gateway"], "trace_hash")}, 'otlp',
    concat('user-', toString(intHash32(trace_hash) % 20000)),
    concat('session-', toString(intDiv(t, 4))),
    ${pick(features, "intDiv(trace_hash, 7)")},
    if(place = 0, [${pick(["beta", "paid", "trial", "internal"], "trace_hash")}, concat('team-', toString(trace_hash % 9))], []),
    if(generation, ${pick(providers, "hash")}, ''), if(generation, ${pick(models, "hash")}, ''),
    if(generation, ${pick(models, "hash")}, ''),
    if(generation AND hash % 3 = 0, ${pick(["answer", "plan", "rewrite"], "hash")}, ''),
    if(generation, input_tokens_count, NULL), if(generation, output_tokens_count${rows.version === 1 ? "" : " + 1"}, NULL),
    if(generation, input_tokens_count + output_tokens_count${rows.version === 1 ? "" : " + 1"}, NULL),
    if(generation, 'provider', ''),
    if(generation, toDecimal64((input_tokens_count * 3 + output_tokens_count * 15) / 1000000, 12), NULL),
    if(generation, 'price-book', ''), generation, '',
    ${text(0, previewWords)}, ${text(inputWords, previewWords)}, 600, 400,
    map('plan', ${pick(["free", "pro", "team"], "trace_hash")}, 'region', ${pick(["eu", "us", "ap"], "trace_hash")},
      'order', toString(hash % 1000000)),
    ${time("start_us + duration_us + 500000")}, ${rows.version}
  ${source(rows)}`;
}

export function insertTexts(rows: Rows): string {
  return `INSERT INTO span_io (project_id, trace_id, span_id, start_time, input, output, attributes, row_version)
  WITH ${vocabulary}
  SELECT project_id, trace_id, span_id, ${time("start_us")},
    ${text(0, inputWords)},
    concat(${text(inputWords, outputWords)}, ' ', span_id),
    map('http.request_id', span_id),
    ${rows.version}
  ${source(rows)}`;
}
