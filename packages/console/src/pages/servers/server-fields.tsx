import { isServerAddress, parseServerName } from "@latchkey/core"
import { msg } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { TextInput } from "@mantine/core"
import { useState } from "react"
import { fieldErrorsOf } from "../../failure.ts"
import type { OperationWords } from "../../failure-words.ts"
import { isRefused } from "../account/account-fields.ts"
import { projectLimitWords } from "../projects/project-changes.ts"

/** What refusals mean when a server is made or changed. */
export const serverWords: OperationWords = {
  ...projectLimitWords,
  conflict: { message: msg`A server of this project has this name already.`, hint: msg`Choose another name.` },
}

/** The name and the address of a server as somebody types them, checked once `check` was asked for. */
export function useServerFields(before: { readonly name: string; readonly address: string }, failure: unknown) {
  const { t } = useLingui()
  const [name, setName] = useState(before.name)
  const [address, setAddress] = useState(before.address)
  const [tried, setTried] = useState(false)
  const typed = { name: name.trim(), address: address.trim() }
  const broken = {
    ...(isRefused(parseServerName, typed.name) && {
      name: t`Use 1 to 63 letters, digits and hyphens, with no hyphen at the ends.`,
    }),
    ...(typed.address !== "" &&
      !isServerAddress(typed.address) && { address: t`This is no host name and no IP address.` }),
  }
  const errors: { readonly name?: string; readonly address?: string } = tried
    ? { ...fieldErrorsOf(failure, ["name", "address"], serverWords), ...broken }
    : {}
  function check(): boolean {
    setTried(true)
    return Object.keys(broken).length === 0
  }
  const fields = (
    <>
      <TextInput
        data-autofocus
        label={t`Name`}
        description={t`As “web-01”.`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={name}
        error={errors.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t`Address (optional)`}
        description={t`The host name or IP address by which people reach it.`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={address}
        error={errors.address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
    </>
  )
  return { typed, errors, check, fields }
}
