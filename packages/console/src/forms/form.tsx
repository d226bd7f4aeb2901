import { Trans } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react"
import { describeFailure } from "../failure.ts"
import type { OperationWords } from "../failure-words.ts"
import dialog from "../ui/dialog.module.css"
import styles from "./form.module.css"

/** What is wrong with each field, by its name. */
export type FieldErrors<Field extends string> = { readonly [name in Field]?: string }

type Props = {
  /** What the last try failed with at the daemon. */
  failure?: Error | null
  /** What the daemon's codes mean for what this form tries. */
  words?: OperationWords
  /** Said above the form instead of the standard sentence. */
  banner?: ReactNode
  errors?: FieldErrors<string>
  onSubmit: () => void
  /** The buttons of a form that fills a dialog. */
  dialogButtons?: ReactNode
  children: ReactNode
}

/**
 * A form that keeps what was typed when it fails: the cause stands above, each field's own error under it (Mantine links
 * it with `aria-describedby`), and the focus goes to the first field that is wrong.
 */
export function Form({ failure = null, words = {}, banner, errors = {}, onSubmit, dialogButtons, children }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const [tries, setTries] = useState(0)
  const fieldsFailed = Object.values(errors).some((message) => message !== undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each failed try moves the focus anew
  useEffect(() => {
    if (fieldsFailed)
      form.current?.querySelector<HTMLElement>(':is(input, textarea, select)[aria-invalid="true"]')?.focus()
  }, [fieldsFailed, failure, tries])

  function submit(event: FormEvent) {
    event.preventDefault()
    setTries(tries + 1)
    onSubmit()
  }

  const cause =
    banner ?? (failure === null || fieldsFailed ? undefined : <NothingSaved failure={failure} words={words} />)
  const content = (
    <>
      {cause === undefined ? null : (
        <Alert variant="bad" role="alert" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
          {cause}
        </Alert>
      )}
      {children}
    </>
  )
  return (
    <form ref={form} noValidate className={dialogButtons === undefined ? styles.form : undefined} onSubmit={submit}>
      {dialogButtons === undefined ? (
        content
      ) : (
        <>
          <div className={dialog.body}>{content}</div>
          <div className={dialog.footer}>{dialogButtons}</div>
        </>
      )}
    </form>
  )
}

function NothingSaved({ failure, words }: { failure: unknown; words: OperationWords }) {
  const { message, hint } = describeFailure(failure, words)
  if (hint !== undefined) {
    return (
      <Trans>
        Nothing was saved. {message} {hint}
      </Trans>
    )
  }
  return <Trans>Nothing was saved. {message} Try again.</Trans>
}
