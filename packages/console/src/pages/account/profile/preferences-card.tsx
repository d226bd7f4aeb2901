import { themes } from "@latchkey/core"
import { Trans, useLingui } from "@lingui/react/macro"
import { Checkbox, NativeSelect } from "@mantine/core"
import { chooseLanguage, languageNames, spokenLanguages } from "../../../i18n.ts"
import { setSingleKeys, useSingleKeys } from "../../../shell/single-keys.ts"
import { useTheme } from "../../../shell/theme-menu.tsx"
import { Card } from "../../../ui/card.tsx"
import styles from "./profile.module.css"
import { useUpdateAccount } from "./use-update-account.ts"

/** How the console speaks and looks, which follows the account, and whether single keys do things, which does not. */
export function PreferencesCard() {
  const { t, i18n } = useLingui()
  const theme = useTheme()
  const save = useUpdateAccount()
  const singleKeys = useSingleKeys()
  return (
    <Card title={<Trans>Language and looks</Trans>} padded>
      <div className={styles.fields}>
        <div className={styles.pair}>
          <NativeSelect
            label={t`Language`}
            value={i18n.locale}
            onChange={({ currentTarget: { value } }) => {
              const language = spokenLanguages.find((known) => known === value)
              if (language === undefined) return
              void chooseLanguage(language)
              void save({ language })
            }}
          >
            {spokenLanguages.map((language) => (
              <option key={language} value={language} lang={language}>
                {languageNames[language]}
              </option>
            ))}
          </NativeSelect>
          <NativeSelect
            label={t`Theme`}
            value={theme.chosen}
            data={themes.map((name) => ({ value: name, label: theme.names[name] }))}
            onChange={({ currentTarget: { value } }) => {
              const chosen = themes.find((name) => name === value)
              if (chosen === undefined) return
              theme.choose(chosen)
              void save({ theme: chosen })
            }}
          />
        </div>
        <p className={styles.note}>
          <Trans>Both follow you to other browsers where you are signed in.</Trans>
        </p>
        <Checkbox
          classNames={{ description: styles.hint ?? "" }}
          label={t`Single keys are shortcuts`}
          description={t`As / for search. In this browser alone; Ctrl K always works.`}
          checked={singleKeys}
          onChange={({ currentTarget }) => setSingleKeys(currentTarget.checked)}
        />
      </div>
    </Card>
  )
}
