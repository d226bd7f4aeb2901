import { ApiError, type OwnershipResult, type RequestOf, routes } from "@latchkey/contract"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Skeleton } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../../../api.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { useHolder } from "../holder.tsx"
import { SignatureField } from "./signature-field.tsx"
import { useOwnershipChallenge } from "./use-ownership-challenge.ts"
import type { VerifySubject } from "./verify-subject.ts"
import { VerifyWays } from "./verify-ways.tsx"

const words: OperationWords = {
  invalid: {
    message: msg`This is not a signature of this text by this key.`,
    hint: msg`Run the command again, with the file of this key, and paste all that it prints.`,
  },
  not_found: { message: msg`The text has expired.`, hint: msg`Here is a new one.` },
  conflict: {
    message: msg`Another account has proved that it holds this key.`,
    hint: msg`Whoever has a copy of the private half can do that: make a new key, and remove this one everywhere.`,
  },
}

type Props = {
  subject: VerifySubject
  onProven: (result: OwnershipResult) => void
  onClose: () => void
}

/** A command to run where the private half is, and a box for what it prints. */
export function VerifyForm({ subject, onProven, onClose }: Props) {
  const { t } = useLingui()
  const { query } = useHolder()
  const { challenge, failure, renew } = useOwnershipChallenge(subject.publicKey, query)
  const [signature, setSignature] = useState("")
  const [tried, setTried] = useState(false)
  const errors = tried && signature.trim() === "" ? { signature: t`Paste what the command prints.` } : {}
  const queryClient = useQueryClient()
  const prove = useMutation({
    mutationFn: (request: RequestOf<typeof routes.proveOwnership>) => api.call(routes.proveOwnership, request),
    // Before the lists are loaded again: in them the proof looks as one by login does, of which less is known.
    onSuccess(result) {
      onProven(result)
      for (const word of ["keys", "key-claims"]) void queryClient.invalidateQueries({ queryKey: [word] })
    },
  })

  function submit() {
    setTried(signature.trim() === "")
    if (challenge === undefined || signature.trim() === "") return
    prove.mutate(
      { params: { id: challenge.id }, body: { signature } },
      {
        onError(error) {
          if (!(error instanceof ApiError) || error.code !== "not_found") return
          setSignature("")
          void renew()
        },
      },
    )
  }

  if (failure !== undefined) {
    return <ErrorState title={t`A text to sign could not be made.`} error={failure} onRetry={() => void renew()} />
  }
  return (
    <Form
      failure={prove.error}
      words={words}
      errors={errors}
      onSubmit={submit}
      dialogButtons={<DialogButtons submitLabel={t`Verify`} busy={prove.isPending} onCancel={onClose} />}
    >
      <p>
        <Trans>
          Prove that you hold the private key. Run this and paste the result. The key itself stays where it is.
        </Trans>
      </p>
      {challenge === undefined ? (
        <Skeleton height={96} />
      ) : (
        <VerifyWays challenge={challenge} keyType={subject.keyType} />
      )}
      <SignatureField value={signature} error={errors.signature} onChange={setSignature} />
    </Form>
  )
}
