import { Button, Menu } from "@mantine/core"
import { IconChevronDown } from "@tabler/icons-react"
import type { ReactNode } from "react"
import styles from "./list.module.css"

type Props = { label: ReactNode; active: boolean; children: ReactNode }

/** A filter with a few choices; pressed while it leaves keys out. */
export function FilterMenu({ label, active, children }: Props) {
  return (
    <Menu width={210} position="bottom-start">
      <Menu.Target>
        <Button
          size="xs"
          className={styles.chip}
          aria-pressed={active}
          rightSection={<IconChevronDown size={14} stroke={2} />}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}
