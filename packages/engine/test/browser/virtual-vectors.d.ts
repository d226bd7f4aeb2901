declare module "virtual:vectors" {
  /** The vectors by their paths below their folder, in base64. */
  export const files: Readonly<Record<string, string>>
}
