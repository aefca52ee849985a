export { ShareGone as default } from "../../../features/share/share-gone.tsx";
