/** Names of walkthrough files. */

/** Whether a path is taken for a walkthrough: by its name alone. */
export function isWalkthroughFile(name: string): boolean {
  return /\.walkthrough\.ya?ml$/i.test(name);
}

/** The name that a walkthrough is saved under, by which every command takes it for one. */
export function walkthroughFileName(name: string): string {
  return isWalkthroughFile(name) ? name : `${name.replace(/\.ya?ml$/i, '')}.walkthrough.yaml`;
}
