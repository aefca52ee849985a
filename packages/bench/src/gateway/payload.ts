/** The model that every upstream of the bench serves; pools have it as their name unless they say otherwise. */
export const upstreamModel = "bench";

const words =
  "latency budget token stream replica window cache prompt answer ledger trace metric queue worker shard offset".split(
    " ",
  );

/** Text of about so many bytes, another one for every number. */
export function textOf(bytes: number, number: number): string {
  const parts: string[] = [];
  let state = (number + 1) * 2_654_435_761;
  for (let length = 0; length < bytes; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const word = words[state % words.length] ?? "";
    parts.push(word);
    length += word.length + 1;
  }
  return parts.join(" ");
}

interface ChatOrder {
  model: string | undefined;
  bytes: number;
  number: number;
  stream: boolean | undefined;
  /** Ends the prompt: what the simulator is asked for. */
  tail: string | undefined;
  system?: string | undefined;
  user?: string;
}

/** A chat of about so many bytes. What is not asked for is left out, not null. */
export function chatBody({ model, bytes, number, stream, tail, system, user }: ChatOrder): Buffer {
  return Buffer.from(
    JSON.stringify({
      model: model ?? upstreamModel,
      messages: [
        { role: "system", content: system ?? "You are a helpful assistant of the bench." },
        { role: "user", content: `${textOf(bytes, number)} ${tail ?? ""}` },
      ],
      stream,
      user,
    }),
  );
}
