import { useLingui } from "@lingui/react/macro"
import { ActionIcon, Button, Input, Popover, Text, Tooltip } from "@mantine/core"
import { IconCheck, IconCopy } from "@tabler/icons-react"
import { useEffect, useState } from "react"
import { announce } from "./announce.ts"

/** How long the check mark stays, in milliseconds. */
const copiedFor = 1500

/** Longer text is scrolled where it is copied by hand. */
const linesShown = 8

type Props = {
  value: string
  /** What the button says to a screen reader and in its tooltip, or beside the icon with `wide`. */
  label: string
  announcement: string
  wide?: boolean
  onCopied?: () => void
}

/** Copies `value`; where the browser blocks the clipboard it shows the text, selected, to copy by hand. */
export function CopyButton({ value, label, announcement, wide = false, onCopied }: Props) {
  const { t } = useLingui()
  const [state, setState] = useState<"idle" | "copied" | "blocked">("idle")
  useEffect(() => {
    if (state !== "copied") return
    const timer = setTimeout(() => setState("idle"), copiedFor)
    return () => clearTimeout(timer)
  }, [state])

  async function copy() {
    try {
      await navigator.clipboard.writeText(value)
      setState("copied")
      announce(announcement)
      onCopied?.()
    } catch {
      setState("blocked")
    }
  }

  const icon = state === "copied" ? <IconCheck size={16} stroke={1.75} /> : <IconCopy size={16} stroke={1.75} />
  const shownLabel = state === "copied" ? t`Copied` : label
  const button = wide ? (
    <Button size="xs" leftSection={icon} onClick={copy}>
      {shownLabel}
    </Button>
  ) : (
    <Tooltip label={shownLabel}>
      <ActionIcon aria-label={shownLabel} onClick={copy}>
        {icon}
      </ActionIcon>
    </Tooltip>
  )
  // Lists hold many of these buttons, and hardly a browser blocks them.
  if (state !== "blocked") return button
  return (
    <Popover opened onChange={(opened) => !opened && setState("idle")} withinPortal trapFocus width={320}>
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" mb={6}>{t`Press Ctrl C to copy`}</Text>
        <Input
          component="textarea"
          multiline
          wrap="off"
          data-autofocus
          readOnly
          rows={Math.min(value.split("\n").length, linesShown)}
          value={value}
          aria-label={t`Press Ctrl C to copy`}
          onFocus={(event) => event.currentTarget.select()}
          onCopy={() => onCopied?.()}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
