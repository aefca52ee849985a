import uPlot from "uplot";
import type { TimeZone } from "../../format/time.ts";
import type { Buckets, ChartModel, ChartSeries } from "./chart-model.ts";
import { formatTick } from "./chart-time.ts";
import { formatAxis } from "./values.ts";
import { isUnfinished, nominalEnds } from "./zoom.ts";

export interface PlotTarget {
  value: number;
  /** Null where another line of the same target is named. */
  label: string | null;
}

export interface PlotInput {
  model: ChartModel;
  buckets: Buckets;
  targets: readonly PlotTarget[];
  zone: TimeZone;
  width: number;
  height: number;
  /** Resolves a token of globals.css. */
  color: (token: string) => string;
  onHover: (index: number | null) => void;
  onSelect: (fromIndex: number, toIndex: number) => void;
}

/** In the middle of each bucket, where its value is drawn. */
export function bucketMiddles({ startsMs }: Buckets): number[] {
  const ends = nominalEnds(startsMs);
  return startsMs.map((startMs, index) => (startMs + (ends[index] ?? startMs)) / 2);
}

/** What is still going on is drawn apart: dotted lines, hollow bars. */
function splitUnfinished(series: ChartSeries, buckets: Buckets, look: ChartModel["look"]) {
  const count = buckets.startsMs.length;
  const open = (index: number) => isUnfinished(buckets, index);
  if (series.isPrevious) return { done: [...series.values], unfinished: null };
  const done = series.values.map((value, index) => (open(index) ? null : value));
  const beside = (index: number) =>
    open(index) ||
    (look === "line" && ((index === 1 && open(0)) || (index === count - 2 && open(count - 1))));
  const unfinished = series.values.map((value, index) => (beside(index) ? value : null));
  const isDrawn = series.values.some((value, index) => open(index) && value !== null);
  return { done, unfinished: isDrawn ? unfinished : null };
}

export function plotData({ model, buckets }: Pick<PlotInput, "model" | "buckets">): uPlot.AlignedData {
  const columns: (number | null)[][] = [];
  for (const series of drawnOrder(model)) {
    const { done, unfinished } = splitUnfinished(series, buckets, model.look);
    columns.push(done);
    if (unfinished) columns.push(unfinished);
  }
  return [bucketMiddles(buckets), ...columns];
}

/** The first series lies on top. */
const drawnOrder = (model: ChartModel) => model.series.toReversed();

export function plotOptions(input: PlotInput): uPlot.Options {
  const { model, buckets, width, height, color } = input;
  const ends = nominalEnds(buckets.startsMs);
  const fromMs = buckets.startsMs[0] ?? buckets.fromMs;
  const toMs = ends.at(-1) ?? buckets.toMs;
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: color("--text-faint"), font, ticks: { show: false } };
  return {
    width,
    height,
    ms: 1,
    padding: [8, 4, 0, 0],
    legend: { show: false },
    tzDate: (atMs) =>
      input.zone === undefined || input.zone === null
        ? new Date(atMs)
        : uPlot.tzDate(new Date(atMs), input.zone === "UTC" ? "Etc/UTC" : input.zone),
    scales: {
      x: { time: true, range: () => [fromMs, toMs] },
      y: { range: (_plot, _min, max) => [0, topOf(max, input.targets)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        gap: 4,
        space: 64,
        values: (_plot, splits) => splits.map((atMs) => formatTick(atMs, toMs - fromMs, input.zone)),
      },
      {
        ...axis,
        grid: { stroke: color("--line"), width: 1 },
        size: 50,
        gap: 6,
        space: 32,
        values: (_plot, splits) => splits.map((value) => formatAxis(value, model.unit)),
      },
    ],
    series: [{}, ...drawnOrder(model).flatMap((series) => seriesOptions(series, input))],
    cursor: {
      x: false,
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false, dist: 5 },
      bind: { dblclick: () => null },
    },
    hooks: {
      setCursor: [(plot) => input.onHover((plot.cursor.left ?? -1) < 0 ? null : (plot.cursor.idx ?? null))],
      setSelect: [
        (plot) => {
          const { left, width: selected } = plot.select;
          if (selected < 5) return;
          const at = (x: number) => indexAt(buckets, plot.posToVal(x, "x"));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          input.onSelect(at(left), at(left + selected));
        },
      ],
      draw: [(plot) => drawTargets(plot, input, font)],
    },
  };
}

function indexAt({ startsMs }: Buckets, atMs: number): number {
  const after = startsMs.findIndex((startMs) => startMs > atMs);
  return after === -1 ? startsMs.length - 1 : Math.max(0, after - 1);
}

/** A target far above everything would flatten the lines; it is then named at the upper edge. */
function topOf(max: number | null, targets: readonly PlotTarget[]): number {
  const highest = Math.max(0, max ?? 0);
  const near = targets.map(({ value }) => value).filter((value) => highest === 0 || value <= highest * 2.5);
  const top = Math.max(highest, ...near);
  return top === 0 ? 1 : top * 1.08;
}

function seriesOptions(series: ChartSeries, input: PlotInput): uPlot.Series[] {
  const { model, buckets, color } = input;
  const stroke = color(series.color);
  const { unfinished } = splitUnfinished(series, buckets, model.look);
  const bars = model.look === "bars" && !series.isPrevious;
  const line: uPlot.Series = {
    stroke,
    width: series.isPrevious ? 1 : 1.5,
    dash: [...series.dash],
    points: { show: true, size: 4, fill: stroke, filter: lonelyPoints },
  };
  if (!bars) {
    if (!unfinished) return [line];
    return [line, { ...line, dash: [2, 3], width: 1.25 }];
  }
  const paths = uPlot.paths.bars?.({ size: [0.72, 40], radius: 0.1 });
  const whole: uPlot.Series = { fill: stroke, width: 0, points: { show: false }, ...(paths && { paths }) };
  if (!unfinished) return [whole];
  return [whole, { ...whole, fill: `color-mix(in srgb, ${stroke} 28%, transparent)`, stroke, width: 1 }];
}

/** A value between two gaps is no line; it is a point. */
const lonelyPoints: uPlot.Series.Points.Filter = (plot, seriesIndex) => {
  const values = plot.data[seriesIndex] ?? [];
  const isKnown = (index: number) => typeof values[index] === "number";
  const lonely: number[] = [];
  for (let index = 0; index < values.length; index += 1) {
    if (isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1)) lonely.push(index);
  }
  return lonely;
};

function drawTargets(plot: uPlot, { targets, color }: PlotInput, font: string): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const right = bbox.left + bbox.width;
  ctx.save();
  ctx.strokeStyle = color("--text-soft");
  ctx.lineWidth = ratio;
  ctx.font = font.replace("11px", `${10 * ratio}px`);
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  for (const { value, label } of targets) {
    const y = Math.round(plot.valToPos(value, "y", true));
    const fits = y >= bbox.top;
    if (fits) {
      ctx.setLineDash([2 * ratio, 3 * ratio]);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(right, y);
      ctx.stroke();
    }
    if (label === null) continue;
    const labelY = Math.max(y - 8 * ratio, bbox.top + 7 * ratio);
    const text = fits ? label : `${label} ↑`;
    const width = ctx.measureText(text).width + 8 * ratio;
    ctx.globalAlpha = 0.86;
    ctx.fillStyle = color("--raised");
    ctx.fillRect(right - width, labelY - 7 * ratio, width, 14 * ratio);
    ctx.globalAlpha = 1;
    ctx.fillStyle = color("--text-soft");
    ctx.fillText(text, right - 4 * ratio, labelY);
  }
  ctx.restore();
}
