import { useLingui } from "@lingui/react/macro"
import { Menu } from "@mantine/core"
import { IconCheck } from "@tabler/icons-react"
import { chooseLanguage, languageNames, languages } from "../i18n.ts"

/** One menu item per language, each in its own language. */
export function LanguageItems() {
  const { i18n } = useLingui()
  return languages.map((language) => (
    <Menu.Item
      key={language}
      role="menuitemradio"
      aria-checked={i18n.locale === language}
      lang={language}
      rightSection={i18n.locale === language ? <IconCheck size={16} aria-hidden /> : null}
      onClick={() => chooseLanguage(language)}
    >
      {languageNames[language]}
    </Menu.Item>
  ))
}
