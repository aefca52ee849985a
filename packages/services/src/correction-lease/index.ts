export { correctProjects } from "./correct-projects.ts";
export { type CorrectionLease, takeCorrectionLease } from "./take.ts";
