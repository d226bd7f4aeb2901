import { useLingui } from "@lingui/react/macro"
import { type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core"
import { IconCheck } from "@tabler/icons-react"

const schemes = ["auto", "light", "dark"] as const satisfies readonly MantineColorScheme[]

/** The theme that is chosen on this browser, and what each choice is called. */
export function useTheme() {
  const { t } = useLingui()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const names = { auto: t`System`, light: t`Light`, dark: t`Dark` }
  return { chosen: colorScheme, choose: setColorScheme, names }
}

/** One menu item per theme. */
export function ThemeItems() {
  const { chosen, choose, names } = useTheme()
  return schemes.map((scheme) => (
    <Menu.Item
      key={scheme}
      role="menuitemradio"
      aria-checked={chosen === scheme}
      rightSection={chosen === scheme ? <IconCheck size={16} aria-hidden /> : null}
      onClick={() => choose(scheme)}
    >
      {names[scheme]}
    </Menu.Item>
  ))
}
