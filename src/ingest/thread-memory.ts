/** How much memory the threads that read files are given. */

/** Room for what is new in a thread's memory: with more, it is only cleared up later. */
export const YOUNG_MB = 12;
