import { useLingui } from "@lingui/react/macro"
import { type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core"

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
  return (
    <Menu.RadioGroup value={chosen}>
      {schemes.map((scheme) => (
        <Menu.RadioItem key={scheme} value={scheme} closeMenuOnClick onChange={() => choose(scheme)}>
          {names[scheme]}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  )
}
