import { useLingui } from "@lingui/react/macro"
import styles from "./command-box.module.css"
import { CopyButton } from "./copy-button.tsx"

/** One shell command to copy; the prompt is not part of what is selected. */
export function CommandBox({ command, prompt = "$" }: { command: string; prompt?: "$" | "#" | "PS>" }) {
  const { t } = useLingui()
  return (
    <div className={styles.box}>
      <span className={styles.prompt} translate="no" aria-hidden="true">
        {prompt}
      </span>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on phones and must be reachable */}
      <code className={styles.command} tabIndex={0}>
        {command}
      </code>
      <CopyButton value={command} label={t`Copy the command`} announcement={t`Command copied`} />
    </div>
  )
}
