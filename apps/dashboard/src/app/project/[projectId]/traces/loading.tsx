export { TracesLoading as default } from "../../../../features/traces/traces-loading.tsx";
