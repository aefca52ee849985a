/**
 * What the launcher and every process that it starts agree on:
 * - PLUMBLINE_SUPERVISED=1 and a pipe as standard input, which the launcher holds and never writes to.
 *   When it ends, the launcher is gone, however it died, and the child stops by itself.
 * - SIGTERM asks the child to stop in order. Children run in a process group of their own, so that
 *   a Ctrl-C in the terminal reaches the launcher alone, which decides the order.
 * - An embedded engine says that it serves by this line on standard output. Apps answer /ready.
 */
export const readyLine = "plumbline-engine-ready";
