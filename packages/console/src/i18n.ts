import { type Language, languages } from "@latchkey/core"
import { i18n, type Messages } from "@lingui/core"
import { keepValuesLiteral } from "./literal-values.ts"

/** Each language by its own name. */
export const languageNames: Readonly<Record<Language, string>> = { en: "English", fr: "Français" }

const catalogues: Readonly<Record<Language, () => Promise<{ messages: Messages }>>> = {
  en: () => import("./locales/en.po"),
  fr: () => import("./locales/fr.po"),
}

keepValuesLiteral(i18n)

const storageKey = "latchkey-language"

function isLanguage(text: string | null | undefined): text is Language {
  return languages.some((language) => language === text)
}

/** The language chosen on this browser, else the first one of the browser's list that the console speaks. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(storageKey)
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((tag) => tag.split("-")[0]).find(isLanguage) ?? "en"
}

/** How dates and numbers are written: as in the reader's own country where the browser names one. */
function formatLocales(language: Language): readonly string[] {
  return [
    ...navigator.languages.filter((tag) => tag.startsWith(`${language}-`)),
    language === "en" ? "en-GB" : language,
  ]
}

/** Loads the catalogue of `language` and switches every text to it. */
export async function speak(language: Language): Promise<void> {
  const { messages } = await catalogues[language]()
  i18n.loadAndActivate({ locale: language, locales: [...formatLocales(language)], messages })
  document.documentElement.lang = language
}

/** Switches to `language` and remembers it on this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language)
  await speak(language)
}
