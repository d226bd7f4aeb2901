/** The guides by their file names in docs/guides, in the order in which they are listed. */
export const guideNames = [
  "find-a-key",
  "make-a-key",
  "puttygen",
  "putty",
  "import-refused",
  "permission-denied",
  "lost-key",
  "hardware-keys",
  "verify-a-key",
  "servers",
  "openstack",
] as const
export type GuideName = (typeof guideNames)[number]

/** The languages that every guide is written in; readers of others get the first. */
export const guideLanguages = ["en", "fr"] as const
export type GuideLanguage = (typeof guideLanguages)[number]

/** An element of HTML with what is in it. */
export type GuideElement = {
  readonly is: "h2" | "p" | "ol" | "ul" | "li" | "strong" | "code"
  /** Where a link can lead. */
  readonly id?: string
  readonly children: readonly GuideNode[]
}

/** A piece of a guide, ready to be drawn. */
export type GuideNode =
  | string
  | GuideElement
  | { readonly is: "link"; readonly href: string; readonly children: readonly GuideNode[] }
  | { readonly is: "commands"; readonly shell: "sh" | "powershell"; readonly lines: readonly string[] }
  /** `from` tells what the command before it prints from words of another program. */
  | { readonly is: "output"; readonly text: string; readonly from: "command" | "elsewhere" }
  /** `file` is its place in docs/guides/pictures. */
  | { readonly is: "picture"; readonly file: string; readonly alt: string }

/** What the list of guides shows of one. */
export type GuideHead = { readonly title: string; readonly summary: string }

export type Guide = GuideHead & { readonly nodes: readonly GuideNode[] }

export function isGuideName(text: string): text is GuideName {
  return guideNames.some((name) => name === text)
}

/** The language of the guides for a reader of `language`. */
export function guideLanguage(language: string): GuideLanguage {
  return guideLanguages.find((known) => known === language) ?? "en"
}
