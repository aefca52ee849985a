import { z } from "zod";

/** A bound value: one text, or a list of texts. */
export const boundValue = z.union([z.string(), z.array(z.string()), z.number()]);

/** Hands out parameters, so that no value ever becomes part of the SQL. */
export class Binder {
  readonly values: Record<string, string | string[]> = {};
  #count = 0;

  text(value: string): string {
    return `{${this.#keep(value)}:String}`;
  }

  texts(values: readonly string[]): string {
    return `{${this.#keep([...values])}:Array(String)}`;
  }

  #keep(value: string | string[]): string {
    const name = `filter${this.#count}`;
    this.#count += 1;
    this.values[name] = value;
    return name;
  }
}
