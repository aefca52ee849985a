export { TraceSkeleton as default } from "../../../../../features/trace/trace-skeleton.tsx";
