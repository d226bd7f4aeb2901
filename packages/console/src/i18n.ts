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

/** Words that most pages need not load: about servers, about what happened, of administration, of importing and generating keys, and about OpenStack. */
const moreCatalogues = {
  servers: {
    en: () => import("./locales/servers-en.po"),
    fr: () => import("./locales/servers-fr.po"),
    nl: () => import("./locales/servers-nl.po"),
    de: () => import("./locales/servers-de.po"),
    ru: () => import("./locales/servers-ru.po"),
  },
  events: {
    en: () => import("./locales/events-en.po"),
    fr: () => import("./locales/events-fr.po"),
    nl: () => import("./locales/events-nl.po"),
    de: () => import("./locales/events-de.po"),
    ru: () => import("./locales/events-ru.po"),
  },
  admin: {
    en: () => import("./locales/admin-en.po"),
    fr: () => import("./locales/admin-fr.po"),
    nl: () => import("./locales/admin-nl.po"),
    de: () => import("./locales/admin-de.po"),
    ru: () => import("./locales/admin-ru.po"),
  },
  import: {
    en: () => import("./locales/import-en.po"),
    fr: () => import("./locales/import-fr.po"),
    nl: () => import("./locales/import-nl.po"),
    de: () => import("./locales/import-de.po"),
    ru: () => import("./locales/import-ru.po"),
  },
  openstack: {
    en: () => import("./locales/openstack-en.po"),
    fr: () => import("./locales/openstack-fr.po"),
    nl: () => import("./locales/openstack-nl.po"),
    de: () => import("./locales/openstack-de.po"),
    ru: () => import("./locales/openstack-ru.po"),
  },
} as const satisfies Record<string, typeof catalogues>
type MoreWords = keyof typeof moreCatalogues
/** Those of them that were wanted until now. */
const moreWords = new Map<MoreWords, Promise<void>>()

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
  const more = await Promise.all([...moreWords.keys()].map((name) => moreCatalogues[name][language]()))
  const locales = [...formatLocales(language)]
  const all = Object.assign({}, messages, ...more.map((catalogue) => catalogue.messages))
  i18n.loadAndActivate({ locale: language, locales, messages: all })
  document.documentElement.lang = language
}

async function loadMoreWords(name: MoreWords): Promise<void> {
  const locale = isLanguage(i18n.locale) ? i18n.locale : preferredLanguage()
  try {
    i18n.load(locale, (await moreCatalogues[name][locale]()).messages)
  } catch (failure) {
    moreWords.delete(name)
    throw failure
  }
}

async function withMoreWords<T>(name: MoreWords, load: () => Promise<T>): Promise<T> {
  const words = moreWords.get(name) ?? loadMoreWords(name)
  moreWords.set(name, words)
  const [loaded] = await Promise.all([load(), words])
  return loaded
}

/** What `load` loads, once the words about servers are there too: for all that shows any of them. */
export const withServerWords = <T>(load: () => Promise<T>) => withMoreWords("servers", load)

/** The same for the words of events. */
export const withEventWords = <T>(load: () => Promise<T>) => withMoreWords("events", load)

/** The same for the words of administration. */
export const withAdminWords = <T>(load: () => Promise<T>) => withMoreWords("admin", load)

/** The same for the words of importing and generating keys. */
export const withImportWords = <T>(load: () => Promise<T>) => withMoreWords("import", load)

/** The same for the words about OpenStack's tools. */
export const withOpenstackWords = <T>(load: () => Promise<T>) => withMoreWords("openstack", load)

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
