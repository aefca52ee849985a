/** Native text decoding, passed in by Node code: this room has no Buffer. `end` is exclusive. */
export interface TextSlicer {
  /** Invalid bytes become U+FFFD. */
  utf8(bytes: Uint8Array, start: number, end: number): string;
  /** Lower case. */
  hex(bytes: Uint8Array, start: number, end: number): string;
}
