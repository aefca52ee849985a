import type { Question } from "@plumbline/simulator/compose";

export interface AnswerCard {
  answer: string;
  /** JSON, for when the model calls a tool first. */
  toolArguments: string | null;
}

const mostKept = 500;

/** What the simulated models say to a text, whichever of them is asked; the newest cards are kept. */
export class AnswerCards {
  readonly #cards = new Map<string, AnswerCard>();

  put(text: string, card: AnswerCard): void {
    this.#cards.delete(text);
    this.#cards.set(text, card);
    if (this.#cards.size <= mostKept) return;
    const [oldest] = this.#cards.keys();
    if (oldest !== undefined) this.#cards.delete(oldest);
  }

  compose = ({ text, tool }: Question): string | null => {
    const card = this.#cards.get(text);
    if (card === undefined) return null;
    return tool === null ? card.answer : card.toolArguments;
  };
}
