import { Button } from "@mantine/core"
import type { ReactNode } from "react"
import styles from "./link-button.module.css"

/** A button inside of a sentence, which looks as a link does there. */
export function LinkButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button variant="transparent" className={styles.button ?? ""} onClick={onClick}>
      {children}
    </Button>
  )
}
