import { type Theme, themes } from "@latchkey/core"
import { useLingui } from "@lingui/react/macro"
import { type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core"

/** What Mantine calls a theme. */
export function schemeOf(theme: Theme): MantineColorScheme {
  return theme === "system" ? "auto" : theme
}

/** The theme that is chosen on this browser, and what each choice is called. */
export function useTheme() {
  const { t } = useLingui()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const names: Readonly<Record<Theme, string>> = { system: t`System`, light: t`Light`, dark: t`Dark` }
  const chosen: Theme = colorScheme === "auto" ? "system" : colorScheme
  return { chosen, choose: (theme: Theme) => setColorScheme(schemeOf(theme)), names }
}

/** One menu item per theme. */
export function ThemeItems({ onChoose }: { onChoose?: (theme: Theme) => void }) {
  const { chosen, choose, names } = useTheme()
  return (
    <Menu.RadioGroup value={chosen}>
      {themes.map((theme) => (
        <Menu.RadioItem
          key={theme}
          value={theme}
          closeMenuOnClick
          onChange={() => {
            choose(theme)
            onChoose?.(theme)
          }}
        >
          {names[theme]}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  )
}
