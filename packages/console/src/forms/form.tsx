import { Trans } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { type FormEvent, type ReactNode, useEffect, useRef } from "react"
import { describeFailure } from "../failure.ts"
import styles from "./form.module.css"

/** What is wrong with each field, by its name. */
export type FieldErrors<Field extends string> = { readonly [name in Field]?: string }

type Props = {
  /** What the last try failed with, from our own check or from the daemon; undefined while all is well. */
  failure?: unknown
  /** Said above the form instead of the standard sentence. */
  banner?: ReactNode
  errors?: FieldErrors<string>
  onSubmit: () => void
  children: ReactNode
}

/**
 * A form that keeps what was typed when it fails: the cause stands above, each field's own error under it (Mantine links
 * it with `aria-describedby`), and the focus goes to the first field that is wrong.
 */
export function Form({ failure, banner, errors = {}, onSubmit, children }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const failed = Object.values(errors).some((message) => message !== undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each failed try moves the focus anew
  useEffect(() => {
    if (failed) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [failed, failure])

  function submit(event: FormEvent) {
    event.preventDefault()
    onSubmit()
  }

  return (
    <form ref={form} noValidate className={styles.form} onSubmit={submit}>
      <FailureBanner failure={failed ? undefined : failure} banner={banner} />
      {children}
    </form>
  )
}

function FailureBanner({ failure, banner }: Pick<Props, "failure" | "banner">) {
  if (failure === undefined && banner === undefined) return null
  return (
    <Alert variant="bad" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
      {banner ?? <NothingSaved failure={failure} />}
    </Alert>
  )
}

function NothingSaved({ failure }: { failure: unknown }) {
  const { message, hint } = describeFailure(failure)
  return (
    <Trans>
      Nothing was saved. {message} {hint ?? "Try again."}
    </Trans>
  )
}
