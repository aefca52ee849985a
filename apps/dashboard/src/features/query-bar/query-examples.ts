/** The grammar by example. */
export const queryExamples = [
  ["refund policy", "Both words, in input or output"],
  ['"refund policy"', "These words side by side"],
  ["model:gpt-4o level:ERROR", "Both conditions hold"],
  ["level:ERROR OR latency:>10s", "Either of them does"],
  ["env:(prod OR staging)", "One of several values"],
  ["-env:dev NOT (level:DEBUG OR kind:EVENT)", "None of these"],
  ["latency:1s..5s cost:>$0.05 tokens:>=10k", "Sizes and ranges"],
  ["name:checkout* model:*mini*", "Begins with, contains"],
  ["has:user -has:session", "Has any value, has none"],
  ["attributes.http.route:/chat has:attributes.retry.count", "Attributes that became no field"],
  ['metadata.plan:pro score."is helpful":>0.8', "Metadata and scores by name"],
] as const;
