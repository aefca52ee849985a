import { z } from "zod";

const printable = /^[^\p{Cc}]*$/u;

export const newName = z.string().trim().min(1).max(100).regex(printable);
export const newEmail = z.string().trim().toLowerCase().max(320).pipe(z.email());
