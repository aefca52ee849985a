import { describe, expect, it } from "vitest";
import { chartCsv } from "./chart-csv.ts";
import type { Buckets, ChartModel } from "./chart-model.ts";
import { describeBucket } from "./chart-time.ts";
import { describeChart, describePoint } from "./describe-chart.ts";
import { colorsOf, seriesColors } from "./series-style.ts";
import { describeTarget, judge } from "./target-state.ts";
import { queryTerm, tracesLink } from "./traces-link.ts";
import { formatAxis, formatPercent, formatValue } from "./values.ts";
import { bucketWindow, isUnfinished, zoomOut, zoomToBuckets } from "./zoom.ts";

const hourMs = 3_600_000;
const noonMs = Date.parse("2026-06-01T12:00:00Z");
/** Half past eleven to a quarter past two. */
const buckets: Buckets = {
  startsMs: [noonMs - hourMs, noonMs, noonMs + hourMs, noonMs + 2 * hourMs],
  fromMs: noonMs - hourMs / 2,
  toMs: noonMs + 2.25 * hourMs,
  step: { amount: 1, unit: "hour" },
};
const model: ChartModel = {
  id: "cost",
  title: "Cost",
  note: "",
  unit: "money",
  look: "bars",
  series: [
    {
      name: "=gpt, large",
      values: [0.1, null, 0.300000000001, 0],
      exact: ["0.1", null, "0.300000000001", "0"],
      whole: 0.4,
      wholeExact: "0.400000000001",
      color: "--series-1",
      dash: [],
    },
  ],
};

describe("buckets", () => {
  it("are cut to the window, and unfinished where they are cut", () => {
    expect(buckets.startsMs.map((_start, index) => isUnfinished(buckets, index))).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(bucketWindow(buckets, 0)).toEqual({ fromMs: noonMs - hourMs / 2, toMs: noonMs });
    expect(bucketWindow(buckets, 3)).toEqual({ fromMs: noonMs + 2 * hourMs, toMs: noonMs + 2.25 * hourMs });
    expect(isUnfinished({ ...buckets, toMs: noonMs + 3 * hourMs }, 3)).toBe(false);
  });

  it("are named by the clock of the zone", () => {
    expect(describeBucket(buckets, 1, "UTC")).toBe("1 Jun 2026, 12:00 – 13:00");
    expect(describeBucket(buckets, 3, "Europe/Zurich")).toBe("1 Jun 2026, 16:00 – 17:00 (unfinished)");
    expect(describeBucket(buckets, 1, null)).toBe("");
  });

  it("are zoomed to whole, in either direction", () => {
    const both = { fromMs: noonMs, toMs: noonMs + 2 * hourMs };
    expect(zoomToBuckets(buckets, 1, 2)).toEqual(both);
    expect(zoomToBuckets(buckets, 2, 1)).toEqual(both);
  });

  it("zoom out to the next preset, or twice as far but not into the future", () => {
    expect(zoomOut("24h", noonMs)).toBe("3d");
    const range = { fromMs: noonMs - 2 * hourMs, toMs: noonMs - hourMs };
    expect(zoomOut(range, noonMs)).toEqual({ fromMs: noonMs - 2.5 * hourMs, toMs: noonMs - 0.5 * hourMs });
    expect(zoomOut(range, noonMs - hourMs)).toEqual({ fromMs: noonMs - 3 * hourMs, toMs: noonMs - hourMs });
  });
});

describe("words of a chart", () => {
  it("say what it shows, and what a point is", () => {
    expect(describeChart(model, buckets, "UTC")).toBe(
      "Cost over the whole time: =gpt, large $0.400. =gpt, large was highest, $0.300, at 1 Jun 2026, 13:00 – 14:00.",
    );
    expect(describePoint(model, buckets, 1, "UTC")).toBe("1 Jun 2026, 12:00 – 13:00: =gpt, large not known");
  });

  it("become a file with UTC times and exact amounts that no spreadsheet runs", () => {
    expect(chartCsv(model, buckets)).toBe(
      [
        `from,to,finished,"'=gpt, large (USD)"`,
        "2026-06-01T11:30:00.000Z,2026-06-01T12:00:00.000Z,no,0.1",
        "2026-06-01T12:00:00.000Z,2026-06-01T13:00:00.000Z,yes,",
        "2026-06-01T13:00:00.000Z,2026-06-01T14:00:00.000Z,yes,0.300000000001",
        "2026-06-01T14:00:00.000Z,2026-06-01T14:15:00.000Z,no,0",
        "",
      ].join("\r\n"),
    );
  });
});

describe("values", () => {
  it.each([
    [0, "0 %"],
    [0.00123, "0.12 %"],
    [0.0000004, "0.00004 %"],
    [0.0432, "4.3 %"],
    [0.575, "57 %"],
    [1, "100 %"],
    [null, "—"],
  ])("share %s is %s", (share, text) => {
    expect(formatPercent(share)).toBe(text);
  });

  it("keep small money visible, also beside an axis", () => {
    expect(formatValue(0.0000012, "money")).toBe("$0.00000120");
    expect(formatAxis(0.00005, "money")).toBe("$0.00005");
    expect(formatAxis(2_500, "duration")).toBe("2.5 s");
  });
});

describe("targets", () => {
  const latency = { metric: "latency_ms", lower: null, upper: "2000", isPreset: true } as const;
  const speed = { metric: "tokens_per_second", lower: "30", upper: "50", isPreset: true } as const;
  it("are judged by which way is better", () => {
    expect(judge(2_001, latency)).toEqual({ met: false, words: "above target" });
    expect(judge(2_000, latency)).toEqual({ met: true, words: "within target" });
    expect(judge(29, speed)).toEqual({ met: false, words: "below target" });
    expect(judge(70, speed)).toEqual({ met: true, words: "above target" });
    expect(judge(null, speed)).toBeNull();
    expect(judge(5, { ...latency, upper: null })).toBeNull();
  });

  it("are named with their unit", () => {
    expect(describeTarget(latency)).toBe("≤ 2.00 s");
    expect(describeTarget(speed)).toBe("30.0/s – 50.0/s");
  });
});

describe("links to traces", () => {
  it("carry the bucket, the filters of the page and the series", () => {
    const href = tracesLink(
      "a/b",
      { fromMs: 1, toMs: 2 },
      { env: ["production"], model: ["gpt 5", "x"], unit: "calls" },
      ["level:ERROR"],
    );
    const url = new URL(href, "http://localhost");
    expect(url.pathname).toBe("/project/a%2Fb/traces");
    expect(url.searchParams.get("range")).toBe("1~2");
    expect(url.searchParams.get("q")).toBe('env:production (model:"gpt 5" OR model:x) level:ERROR');
  });

  it("quote what is not plain", () => {
    expect(queryTerm("model", 'a"b\\c')).toBe('model:"a\\"b\\\\c"');
  });
});

describe("colours", () => {
  it("belong to a name, and step aside for a larger one with the same", () => {
    const names = Array.from({ length: 8 }, (_none, index) => `m${index}`);
    const [alone] = colorsOf(["m5"]);
    expect(colorsOf(["m5", ...names.slice(0, 5)])[0]).toBe(alone);
    expect(new Set(colorsOf(names)).size).toBe(seriesColors.length);
    expect(colorsOf([...names, "m8"])).toHaveLength(9);
  });
});
