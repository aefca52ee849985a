const primeLow = 0x1b3;

/**
 * FNV-1a with 64 bits over UTF-16 units, in two halves because BigInt per character is slow. The prime is
 * 2^40 + 0x1b3, so a product needs only doubles below 2^53. Not for secrets.
 */
export class Hash64 {
  #high = 0xcbf29ce4;
  #low = 0x84222325;

  add(text: string): this {
    let high = this.#high;
    let low = this.#low;
    for (let index = 0; index < text.length; index++) {
      low = (low ^ text.charCodeAt(index)) >>> 0;
      const product = low * primeLow;
      high = (high * primeLow + low * 256 + Math.floor(product / 4_294_967_296)) >>> 0;
      low = product >>> 0;
    }
    this.#high = high;
    this.#low = low;
    return this;
  }

  copy(): Hash64 {
    const copy = new Hash64();
    copy.#high = this.#high;
    copy.#low = this.#low;
    return copy;
  }

  value(): bigint {
    return (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  hex(): string {
    return this.#high.toString(16).padStart(8, "0") + this.#low.toString(16).padStart(8, "0");
  }
}
