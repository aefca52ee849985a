/** A number of more digits than a JavaScript number may hold, as decimal text. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
