const prefix = "call_made_up_";

/** Gemini may name no id for a call; the same call of the same request always gets the same one. */
export function makeUpId(requestId: string, index: number): string {
  return `${prefix}${requestId}_${index}`;
}

export function isMadeUp(id: string): boolean {
  return id.startsWith(prefix);
}
