import { type Guide, type GuideHead, type GuideName, guideLanguage, guideNames } from "./guide.ts"

// What the build makes of docs/guides: each guide by itself when somebody reads it, the titles of all beside the list.
const guides = import.meta.glob<Guide>("../../../../../docs/guides/*/*.md", { import: "default" })
const heads = import.meta.glob<GuideHead>("../../../../../docs/guides/*/*.md", {
  query: "?head",
  import: "default",
  eager: true,
})

const fileOf = (name: GuideName, language: string) => `../../../../../docs/guides/${guideLanguage(language)}/${name}.md`

export function loadGuide(name: GuideName, language: string): Promise<Guide> {
  const load = guides[fileOf(name, language)]
  if (load === undefined) throw new Error(`the build has no guide ${name}`)
  return load()
}

/** All guides as the list names them, in the reader's language where they are written in it. */
export function listGuides(language: string): readonly (GuideHead & { readonly name: GuideName })[] {
  return guideNames.flatMap((name) => {
    const head = heads[fileOf(name, language)]
    return head === undefined ? [] : [{ name, ...head }]
  })
}
