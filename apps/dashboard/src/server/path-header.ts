/** Where the proxy tells a page its own address, so that signing in can lead back to it. */
export const pathHeader = "x-plumbline-path";
