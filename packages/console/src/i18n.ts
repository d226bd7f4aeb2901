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

/** The words of the pages about servers, which other pages need not load. */
const serverCatalogues = {
  en: () => import("./locales/servers-en.po"),
  fr: () => import("./locales/servers-fr.po"),
  nl: () => import("./locales/servers-nl.po"),
  de: () => import("./locales/servers-de.po"),
  ru: () => import("./locales/servers-ru.po"),
} as const satisfies typeof catalogues
let serverWords: Promise<void> | undefined

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
  const more = serverWords === undefined ? {} : (await serverCatalogues[language]()).messages
  const locales = [...formatLocales(language)]
  i18n.loadAndActivate({ locale: language, locales, messages: { ...messages, ...more } })
  document.documentElement.lang = language
}

async function loadServerWords(): Promise<void> {
  const locale = isLanguage(i18n.locale) ? i18n.locale : preferredLanguage()
  try {
    i18n.load(locale, (await serverCatalogues[locale]()).messages)
  } catch (failure) {
    serverWords = undefined
    throw failure
  }
}

/** What `load` loads, once the words of the pages about servers are there too: for all that shows any of them. */
export async function withServerWords<T>(load: () => Promise<T>): Promise<T> {
  serverWords ??= loadServerWords()
  const [loaded] = await Promise.all([load(), serverWords])
  return loaded
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
