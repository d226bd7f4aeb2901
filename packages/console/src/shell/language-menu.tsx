import { useLingui } from "@lingui/react/macro"
import { Menu } from "@mantine/core"
import { chooseLanguage, languageNames, type SpokenLanguage, spokenLanguages } from "../i18n.ts"

/** One menu item per language, each in its own language. */
export function LanguageItems({ onChoose }: { onChoose?: (language: SpokenLanguage) => void }) {
  const { i18n } = useLingui()
  async function choose(language: SpokenLanguage) {
    await chooseLanguage(language)
    onChoose?.(language)
  }
  return (
    <Menu.RadioGroup value={i18n.locale}>
      {spokenLanguages.map((language) => (
        <Menu.RadioItem
          key={language}
          value={language}
          lang={language}
          closeMenuOnClick
          onChange={() => choose(language)}
        >
          {languageNames[language]}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  )
}
