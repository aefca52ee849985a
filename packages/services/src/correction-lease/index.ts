export { type CorrectionLease, takeCorrectionLease } from "./take.ts";
