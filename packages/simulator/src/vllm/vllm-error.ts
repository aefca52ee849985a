/** An answer in the shape of vLLM's errors. */
export class VllmError extends Error {
  readonly status: number;
  readonly type: string;
  readonly param: string | null;

  constructor(status: number, type: string, message: string, param: string | null = null) {
    super(message);
    this.status = status;
    this.type = type;
    this.param = param;
  }

  get body(): unknown {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.status } };
  }
}

export const badRequest = (message: string, param: string | null = null): VllmError =>
  new VllmError(400, "BadRequestError", message, param);

/** What the checks of request bodies answer: a list of what is wrong, as text. */
export const invalidField = (field: string, type: string, what: string, input: unknown): VllmError =>
  new VllmError(
    400,
    "Bad Request",
    `[{'type': '${type}', 'loc': ('body', '${field}'), 'msg': '${what}', 'input': ${JSON.stringify(input ?? null)}}]`,
  );

export const unknownModel = (model: string): VllmError =>
  new VllmError(404, "NotFoundError", `The model \`${model}\` does not exist.`, "model");

export function contextTooLong(maxModelLen: number, promptTokens: number, wanted: number | null): VllmError {
  const asked =
    wanted === null
      ? `your prompt contains at least ${promptTokens} input tokens. Please reduce the length of the input prompt.`
      : `you requested ${wanted} output tokens and your prompt contains at least ${promptTokens} input ` +
        `tokens, for a total of at least ${promptTokens + wanted} tokens. Please reduce the length of the ` +
        "input prompt or the number of requested output tokens.";
  return badRequest(
    `This model's maximum context length is ${maxModelLen} tokens. However, ${asked}`,
    "input_tokens",
  );
}

export const engineDead = (): VllmError =>
  new VllmError(
    500,
    "InternalServerError",
    "EngineCore encountered an issue. See stack trace (above) for the root cause.",
  );

export const queueFull = (): VllmError =>
  new VllmError(
    503,
    "ServiceUnavailableError",
    "The engine's queue of waiting requests is full. Try again later.",
  );
