import { type Language, languages } from "@latchkey/core"
import { i18n, type Messages } from "@lingui/core"
import { keepValuesLiteral } from "./literal-values.ts"

/** Each language by its own name. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: "English",
  fr: "Français",
  nl: "Nederlands",
  de: "Deutsch",
  ru: "Русский",
}

const catalogues = {
  en: () => import("./locales/en.po"),
  fr: () => import("./locales/fr.po"),
  nl: () => import("./locales/nl.po"),
  de: () => import("./locales/de.po"),
  ru: () => import("./locales/ru.po"),
} as const satisfies Partial<Record<Language, () => Promise<{ messages: Messages }>>>

/** A language that there is a catalogue of. */
export type SpokenLanguage = keyof typeof catalogues

const isSpoken = (language: Language): language is SpokenLanguage => Object.hasOwn(catalogues, language)

export const spokenLanguages: readonly SpokenLanguage[] = languages.filter(isSpoken)

keepValuesLiteral(i18n)

const storageKey = "latchkey-language"

function isLanguage(text: string | null | undefined): text is SpokenLanguage {
  return spokenLanguages.some((language) => language === text)
}

/** The language chosen on this browser, else the first one of the browser's list that the console speaks. */
export function preferredLanguage(): SpokenLanguage {
  const chosen = localStorage.getItem(storageKey)
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((tag) => tag.split("-")[0]).find(isLanguage) ?? "en"
}

/** How dates and numbers are written: as in the reader's own country where the browser names one. */
function formatLocales(language: SpokenLanguage): readonly string[] {
  return [
    ...navigator.languages.filter((tag) => tag.startsWith(`${language}-`)),
    language === "en" ? "en-GB" : language,
  ]
}

/** Loads the catalogue of `language` and switches every text to it. */
export async function speak(language: SpokenLanguage): Promise<void> {
  const { messages } = await catalogues[language]()
  i18n.loadAndActivate({ locale: language, locales: [...formatLocales(language)], messages })
  document.documentElement.lang = language
}

/** Switches to `language` and remembers it on this browser. */
export async function chooseLanguage(language: SpokenLanguage): Promise<void> {
  localStorage.setItem(storageKey, language)
  await speak(language)
}

/** Switches when another tab of this browser has chosen a language. */
export function followOtherTabs(): void {
  addEventListener("storage", ({ key }) => {
    if (key === storageKey) speak(preferredLanguage())
  })
}
