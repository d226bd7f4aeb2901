import type { SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, TextInput } from "@mantine/core"
import { useDebouncedValue } from "@mantine/hooks"
import { IconClipboardPlus, IconWand } from "@tabler/icons-react"
import { lazy, type ReactNode, Suspense, useState } from "react"
import { withImportWords } from "../../../i18n.ts"
import { useGenerateDialog } from "../../keys/generate/use-generate-dialog.tsx"
import styles from "../servers.module.css"
import { SubjectField } from "./subject-field.tsx"
import { keyChoice, type SubjectChoice, useSubjects } from "./use-subjects.ts"

const ImportDialog = lazy(() => withImportWords(() => import("./import-dialog.tsx")))

/** Milliseconds without a keystroke until what was typed is looked for. */
const waitForTyping = 200

type Options = {
  projectId: string
  loginUser: string
  /** What is said below the field of the login user. */
  about: ReactNode
  /** Somebody must be chosen. */
  required: boolean
}

/** Who is to sign in, and as whom; keys can be pasted and made on the way. */
export function useKeysChoice({ projectId, loginUser: first, about, required }: Options) {
  const { t } = useLingui()
  const [search, setSearch] = useState("")
  const [searched] = useDebouncedValue(search.trim(), waitForTyping)
  const subjects = useSubjects(projectId, searched)
  const [ticked, setTicked] = useState<ReadonlyMap<string, SubjectChoice>>()
  const [typedUser, setLoginUser] = useState(first)
  const [tried, setTried] = useState(false)
  const [importing, setImporting] = useState(false)
  const chosen = ticked ?? subjects.preselected
  const loginUser = typedUser.trim()
  const broken = {
    ...(loginUser === "" && (required || chosen.size > 0) && { loginUser: t`Say whom it signs in as.` }),
    ...(required && chosen.size === 0 && { subjects: t`Tick at least one.` }),
  }
  const errors: { readonly loginUser?: string; readonly subjects?: string } = tried ? broken : {}
  const tick = (keys: readonly Pick<SshKey, "id" | "name" | "fingerprint">[]) =>
    setTicked((before = chosen) => new Map([...before, ...keys.map((key) => [key.id, keyChoice(key)] as const)]))
  const generate = useGenerateDialog({ onAdded: (sshKey) => tick([sshKey]) })

  function toggle(choice: SubjectChoice) {
    const next = new Map(chosen)
    if (!next.delete(choice.id)) next.set(choice.id, choice)
    setTicked(next)
  }

  const fields = (
    <>
      <SubjectField
        subjects={subjects}
        chosen={chosen}
        onToggle={toggle}
        search={search}
        onSearch={setSearch}
        error={errors.subjects}
      />
      <div className={styles.ways}>
        <Button
          size="xs"
          leftSection={<IconClipboardPlus size={16} stroke={1.75} />}
          onClick={() => setImporting(true)}
        >
          <Trans>Paste a new key</Trans>
        </Button>
        <Button size="xs" leftSection={<IconWand size={16} stroke={1.75} />} onClick={generate.open}>
          <Trans>Generate a new key</Trans>
        </Button>
      </div>
      <TextInput
        label={t`Signs in as`}
        description={about}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={typedUser}
        error={errors.loginUser}
        onChange={(event) => setLoginUser(event.currentTarget.value)}
      />
    </>
  )
  /** To stand outside the form, so that what is sent in them is not sent there as well. */
  const dialogs = (
    <>
      {importing ? (
        <Suspense>
          <ImportDialog onImported={tick} onClose={() => setImporting(false)} />
        </Suspense>
      ) : null}
      {generate.dialog}
    </>
  )
  return {
    chosen,
    loginUser,
    errors,
    fields,
    dialogs,
    check() {
      setTried(true)
      return Object.keys(broken).length === 0
    },
    untick: (id: string) => setTicked((left = chosen) => new Map([...left].filter(([other]) => other !== id))),
  }
}
