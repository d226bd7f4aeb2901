import { useMantineColorScheme } from "@mantine/core"
import { useEffect } from "react"
import { useAccount } from "../api.ts"
import { chooseLanguage } from "../i18n.ts"
import { schemeOf } from "./theme-menu.tsx"

/** Under it this browser keeps whose settings it has heard last, and what they were: `ID LANGUAGE THEME`. */
const storageKey = "latchkey-account-settings"

/**
 * Takes over the account's language and theme when they were changed elsewhere. What a new account starts with is nobody's
 * choice: against it the browser's own settings stand.
 */
export function useAccountSettings(): void {
  const { id, language, theme } = useAccount()
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => {
    const [lastId, lastLanguage, lastTheme] = (localStorage.getItem(storageKey) ?? `${id} en system`).split(" ")
    localStorage.setItem(storageKey, `${id} ${language} ${theme}`)
    if (lastId !== id || lastLanguage !== language) void chooseLanguage(language)
    if (lastId !== id || lastTheme !== theme) setColorScheme(schemeOf(theme))
  }, [id, language, theme, setColorScheme])
}
