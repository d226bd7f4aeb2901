import { useLingui } from "@lingui/react/macro"
import { Fragment } from "react"
import { Dialog } from "../ui/dialog.tsx"
import styles from "./shell.module.css"
import own from "./shortcuts-dialog.module.css"

/** The list of shortcuts, behind `?`. */
export default function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui()
  const rows = [
    { keys: [t`Ctrl K`], what: t`Search keys, projects and commands` },
    { keys: ["/"], what: t`Search on this page` },
    { keys: ["g", "o"], what: t`Go to Overview` },
    { keys: ["g", "k"], what: t`Go to Keys` },
    { keys: ["g", "y"], what: t`Go to Activity` },
    { keys: ["g", "s"], what: t`Go to the project’s servers` },
    { keys: ["g", "m"], what: t`Go to the project’s machine keys` },
    { keys: ["g", "p"], what: t`Go to the project` },
    { keys: ["i"], what: t`Import keys` },
    { keys: ["n"], what: t`Generate key` },
    { keys: ["?"], what: t`Show this list` },
    { keys: [t`Esc`], what: t`Close what is on top` },
  ]
  return (
    <Dialog opened={opened} onClose={onClose} size={440} title={t`Keyboard shortcuts`}>
      <dl className={own.list}>
        {rows.map(({ keys, what }) => (
          <Fragment key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key} className={styles.key}>
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  )
}
