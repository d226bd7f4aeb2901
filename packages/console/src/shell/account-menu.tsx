import { Trans, useLingui } from "@lingui/react/macro"
import { Menu, UnstyledButton } from "@mantine/core"
import {
  IconChevronDown,
  IconCode,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconSunMoon,
  IconUser,
} from "@tabler/icons-react"
import { useNavigate } from "@tanstack/react-router"
import { useAccount, useSignOut } from "../api.ts"
import { useUpdateAccount } from "../pages/account/profile/use-update-account.ts"
import { paths } from "../paths.ts"
import { LanguageItems } from "./language-menu.tsx"
import styles from "./shell.module.css"
import { ThemeItems } from "./theme-menu.tsx"

/** Who is signed in, and what concerns them alone: profile, tokens, language, theme, the way out. */
export function AccountMenu({ compact, onShortcuts }: { compact: boolean; onShortcuts: () => void }) {
  const { t } = useLingui()
  const account = useAccount()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const save = useUpdateAccount()
  const { handle } = account
  return (
    <Menu width={250}>
      <Menu.Target>
        <UnstyledButton className={styles.account} aria-label={t`Account menu for ${handle}`}>
          <span className={styles.initial} data-initial={handle.charAt(0).toUpperCase()} />
          {compact ? null : (
            <>
              {handle}
              <IconChevronDown size={16} stroke={1.75} aria-hidden />
            </>
          )}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={styles.person}>
          <strong>{account.displayName}</strong>
          {account.email}
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconUser size={16} />} onClick={() => navigate({ to: paths.profile })}>
          <Trans>Profile</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<IconCode size={16} />} onClick={() => navigate({ to: paths.tokens })}>
          <Trans>API tokens</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onShortcuts}>
          <Trans>Keyboard shortcuts</Trans>
        </Menu.Item>
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item leftSection={<IconLanguage size={16} />}>
              <Trans>Language</Trans>
            </Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            <LanguageItems onChoose={(language) => save({ language })} />
          </Menu.Sub.Dropdown>
        </Menu.Sub>
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item leftSection={<IconSunMoon size={16} />}>
              <Trans>Theme</Trans>
            </Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            <ThemeItems onChoose={(theme) => save({ theme })} />
          </Menu.Sub.Dropdown>
        </Menu.Sub>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
