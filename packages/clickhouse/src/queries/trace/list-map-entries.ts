import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { facetParams, facetRow } from "./list-facet-values.ts";
import { slackUs } from "./scope.ts";
import { spanStripes } from "./stripes.ts";

/** The fields that are maps, and where they lie. */
const maps = {
  metadata: { table: "spans", keys: "metadata.keys", value: "metadata[{key:String}]" },
  attributes: { table: "span_io", keys: "attributes.keys", value: "attributes[{key:String}]" },
} as const;

export type MapFieldName = keyof typeof maps;

/** A longer one is a text that nobody completes. */
const longestValue = 200;

const entryParams = facetParams.extend({ key: z.string() });

/**
 * What spans of the window hold under a key, or with `what` "keys" the keys that they have, with about how
 * many traces: superseded rows count too. Of one in so many stripes of the window.
 */
export function listMapEntries(field: MapFieldName, what: "keys" | "values", oneIn = 1) {
  const { table, keys, value } = maps[field];
  const held = what === "keys" ? `arrayJoin(${keys})` : value;
  return defineQuery({
    name: "trace.list-map-entries",
    params: entryParams,
    row: facetRow,
    sql: ({ prefix }) => `SELECT ${held} AS value, uniqCombined(cityHash64(trace_id)) AS count
    FROM ${table}
    WHERE ${[
      spanStripes(oneIn),
      "is_deleted = 0",
      ...(what === "keys"
        ? []
        : [`has(${keys}, {key:String})`, "value != ''", `length(value) <= ${longestValue}`]),
      ...(prefix === "" ? [] : ["startsWith(lowerUTF8(value), lowerUTF8({prefix:String}))"]),
    ].join("\n      AND ")}
    GROUP BY value
    ORDER BY count DESC, value
    LIMIT {limit:UInt32}`,
  });
}

/** The names of the scores of the window's traces, and with a key the texts of that one. */
export function listScoreEntries(what: "keys" | "values") {
  const held = what === "keys" ? "name" : "string_value";
  return defineQuery({
    name: "trace.list-score-entries",
    params: entryParams,
    row: facetRow,
    sql: `SELECT ${held} AS value, uniqCombined(cityHash64(trace_id)) AS count
    FROM scores FINAL
    WHERE project_id = {projectId:String}
      AND timestamp >= fromUnixTimestamp64Micro({fromUs:Int64}, 'UTC')
      AND timestamp < fromUnixTimestamp64Micro({toUs:Int64} + ${slackUs}, 'UTC')
      AND trace_id != '' AND ${held} != '' ${what === "keys" ? "" : "AND name = {key:String}"}
      AND startsWith(lowerUTF8(${held}), lowerUTF8({prefix:String}))
    GROUP BY value
    ORDER BY count DESC, value
    LIMIT {limit:UInt32}`,
  });
}
