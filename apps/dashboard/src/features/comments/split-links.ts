import { safeLink } from "../trace/content/safe-link.ts";

interface Piece {
  text: string;
  /** Where it leads; null is plain text. */
  href: string | null;
}

/** Ends before what closes a sentence or a bracket around the address. */
const address = /https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}]/gi;

/** A plain text in pieces, its web addresses apart; joined they are the text again. */
export function splitLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(address)) {
    const link = safeLink(match[0]);
    if (link === null) continue;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), href: null });
    pieces.push({ text: match[0], href: link.href });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), href: null });
  return pieces;
}
