import { type Offboarding, routes } from "@latchkey/contract"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Radio, TextInput } from "@mantine/core"
import { IconSearch } from "@tabler/icons-react"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery, useApiMutation } from "../../../api.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { useTypedText } from "../../../forms/use-typed-text.ts"
import { Dialog } from "../../../ui/dialog.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import styles from "./people.module.css"
import { staleAfterChange } from "./use-account-changes.ts"

/** So many people are asked for, because some of them may be disabled, and so many are shown. */
const peopleAsked = 30
const peopleShown = 6

const words: OperationWords = {
  not_found: {
    message: msg`The project has an owner again, or this person has been disabled.`,
    hint: msg`Look at it again.`,
  },
}

type Props = { project: Offboarding["ownedAlone"][number]; onClose: () => void }

/** Gives a project that is left to nobody an owner. */
export function AssignOwnerDialog({ project, onClose }: Props) {
  const { t } = useLingui()
  const [search, setSearch] = useState("")
  const [chosen, setChosen] = useState("")
  const [tried, setTried] = useState(false)
  const { typed, type } = useTypedText(search, setSearch)
  const { data, error, refetch } = useQuery({
    ...apiQuery(routes.listAccounts, { query: { kind: "person", search, limit: peopleAsked } }),
    placeholderData: keepPreviousData,
  })
  const assign = useApiMutation(routes.assignOwner, [...staleAfterChange, "projects"])
  const people = (data?.items ?? []).filter(({ disabledAt }) => disabledAt === null).slice(0, peopleShown)
  const person = people.find(({ id }) => id === chosen)
  const wrong = tried && person === undefined ? t`Choose somebody.` : undefined

  function submit() {
    setTried(true)
    if (person === undefined) return
    assign.mutate(
      { params: { id: project.id }, body: { accountId: person.id } },
      {
        onSuccess() {
          showDone(t`${person.handle} owns ${project.name} now.`)
          onClose()
        },
      },
    )
  }

  return (
    <Dialog opened onClose={onClose} size={480} title={t`New owner of ${project.name}`}>
      <Form
        failure={assign.error}
        words={words}
        errors={wrong === undefined ? {} : { person: wrong }}
        onSubmit={submit}
        dialogButtons={<DialogButtons submitLabel={t`Make owner`} busy={assign.isPending} onCancel={onClose} />}
      >
        <TextInput
          data-autofocus
          type="search"
          leftSection={<IconSearch size={16} stroke={1.75} />}
          label={t`Search people`}
          placeholder={t`Name, handle or e-mail`}
          autoComplete="off"
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
        />
        {data !== undefined ? (
          <Radio.Group label={t`Who is to own it`} value={chosen} error={wrong}>
            {people.map(({ id, handle, displayName }) => (
              <Radio
                key={id}
                className={styles.choice}
                value={id}
                label={displayName}
                description={handle}
                aria-invalid={wrong !== undefined}
                onChange={() => setChosen(id)}
              />
            ))}
            {people.length === 0 ? (
              <p className={styles.none}>
                <Trans>Nobody who is enabled matches.</Trans>
              </p>
            ) : null}
          </Radio.Group>
        ) : error === null ? (
          <SkeletonRows rows={3} height={44} />
        ) : (
          <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={refetch} />
        )}
        <p>
          <Trans>They decide over its members and its machine keys from now on. They are not asked before.</Trans>
        </p>
      </Form>
    </Dialog>
  )
}
