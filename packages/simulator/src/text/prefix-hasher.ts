const longestToken = 6;
const highPrime = 0x01000193;
const lowPrime = 0x5bd1e995;
const lowStep = 0x5bd1;

/**
 * Counts tokens and names the blocks that they fill. A token begins at white space, at a boundary, or
 * when it has six characters; it stands for a real tokenizer, whose counts it only resembles.
 * The key of a block follows from everything before it, as vLLM's chained block hashes do.
 */
export class PrefixHasher {
  readonly #blockSize: number;
  #high = 0x811c9dc5;
  #low = 0x1000193;
  #lengthOfToken = 0;
  #tokens = 0;
  /** One for every full block, in order. */
  readonly keys: number[] = [];

  constructor(blockSize: number, salt = "") {
    this.#blockSize = blockSize;
    // A salted prompt shares blocks with prompts of the same salt only.
    for (let at = 0; at < salt.length; at += 1) {
      this.#high = Math.imul(this.#high ^ salt.charCodeAt(at), highPrime);
    }
  }

  get tokens(): number {
    return this.#tokens;
  }

  /** In local variables: this loop runs over every character of every prompt. */
  feed(text: string): void {
    let high = this.#high;
    let low = this.#low;
    let length = this.#lengthOfToken;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code <= 32 || length >= longestToken || length === 0) {
        this.#high = high;
        this.#low = low;
        this.#begin();
        length = 0;
      }
      length += 1;
      high = Math.imul(high ^ code, highPrime);
      low = Math.imul(low ^ (code + lowStep), lowPrime) ^ (low >>> 13);
    }
    this.#high = high;
    this.#low = low;
    this.#lengthOfToken = length;
  }

  /** What follows begins a token of its own. */
  boundary(): void {
    this.#lengthOfToken = 0;
  }

  /** Closes the block that the last token filled. */
  finish(): void {
    if (this.#tokens > 0 && this.#tokens % this.#blockSize === 0 && this.#open) this.#close();
  }

  /** A number that follows from all that was fed. */
  get digest(): number {
    return (this.#high ^ Math.imul(this.#low, 0x9e3779b1)) >>> 0;
  }

  get #open(): boolean {
    return this.keys.length < this.#tokens / this.#blockSize;
  }

  #begin(): void {
    this.finish();
    this.#tokens += 1;
  }

  #close(): void {
    this.keys.push((this.#high >>> 0) * 2 ** 20 + (this.#low & 0xfffff));
  }
}
