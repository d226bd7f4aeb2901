import { type FoundKey, routes, type Server } from "@latchkey/contract"
import { msg } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { Alert, Badge, Button } from "@mantine/core"
import { useState } from "react"
import { useAccount, useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { staleAfterServerChange } from "../../../servers.ts"
import { LongFingerprint } from "../../../ui/fingerprint.tsx"
import { KeyTypeLabel } from "../../../ui/key-type-label.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import styles from "../servers.module.css"
import { DropFoundKeyDialog } from "./drop-found-key-dialog.tsx"
import { BreakGlassBadge } from "./key-cell.tsx"

type Props = {
  server: Server
  foundKey: FoundKey
  mayChange: boolean
  /** The first that is to be decided: its button stands out, and no other's. */
  isNext: boolean
  isLastOfUser: boolean
  isLastOfServer: boolean
}

const words: OperationWords = {
  conflict: {
    message: msg`This key is registered to somebody who is not in this project.`,
    hint: msg`Invite its holder, mark it as break-glass, or remove it.`,
  },
}

/** One key that was found, what is known of it, and the four things that can become of it. */
export function FoundKeyItem({ server, foundKey, mayChange, isNext, isLastOfUser, isLastOfServer }: Props) {
  const self = useAccount()
  const [dropping, setDropping] = useState(false)
  const decide = useApiMutation(routes.decideFoundKey, [...staleAfterServerChange, "accounts"])
  const { id: foundId, loginUser, keyType, bits, fingerprint, comment, options, decision, holder, seenAt } = foundKey
  const send = (request: "adopt" | "keep" | "break-glass") =>
    decide.mutate({ params: { id: server.id, foundId }, body: { decision: request } })
  const failure = decide.error === null ? undefined : describeFailure(decide.error, words)
  return (
    <li>
      <div className={styles.foundHead}>
        <strong>{comment === "" ? <Trans>No comment</Trans> : comment}</strong>
        <KeyTypeLabel keyType={keyType} bits={bits} />
        <FoundState foundKey={foundKey} />
      </div>
      <LongFingerprint small fingerprint={fingerprint} />
      <p className={styles.hint}>
        <Trans>
          Signs in as <code>{loginUser}</code>.
        </Trans>{" "}
        {holder === null ? (
          <Trans>Nobody of this project has registered it.</Trans>
        ) : (
          <Trans>A key of {holder.handle}.</Trans>
        )}{" "}
        <Trans>
          Seen <Timestamp at={seenAt} />.
        </Trans>
      </p>
      {options === "" ? null : <code className={styles.options}>{options}</code>}
      {failure === undefined ? null : (
        <Alert variant="bad" role="alert">
          {failure.message} {failure.hint}
        </Alert>
      )}
      {mayChange ? (
        <div className={styles.ways}>
          <Button
            size="xs"
            {...(isNext && { variant: "filled" })}
            loading={decide.isPending}
            onClick={() => send("adopt")}
          >
            {holder === null || holder.id === self.id ? (
              <Trans>Import as yours</Trans>
            ) : (
              <Trans>Import as a key of {holder.handle}</Trans>
            )}
          </Button>
          {decision === "break-glass" ? null : (
            <Button size="xs" disabled={decide.isPending} onClick={() => send("break-glass")}>
              <Trans>Keep as break-glass</Trans>
            </Button>
          )}
          {decision === "undecided" ? null : (
            <Button size="xs" disabled={decide.isPending} onClick={() => send("keep")}>
              <Trans>Leave it</Trans>
            </Button>
          )}
          {decision === "dropped" ? null : (
            <Button size="xs" disabled={decide.isPending} onClick={() => setDropping(true)}>
              <Trans>Remove it</Trans>
            </Button>
          )}
        </div>
      ) : null}
      {dropping ? (
        <DropFoundKeyDialog
          server={server}
          foundKey={foundKey}
          isLastOfUser={isLastOfUser}
          isLastOfServer={isLastOfServer}
          onClose={() => setDropping(false)}
        />
      ) : null}
    </li>
  )
}

function FoundState({ foundKey: { decision, decisionInEffect } }: { foundKey: FoundKey }) {
  if (decision === "undecided") return null
  return (
    <>
      {decision === "break-glass" ? (
        <BreakGlassBadge />
      ) : (
        <Badge variant="neutral">{decisionInEffect ? <Trans>Removed</Trans> : <Trans>To be removed</Trans>}</Badge>
      )}
      {decisionInEffect ? null : (
        <span className={styles.none}>
          <Trans>Waiting for the server</Trans>
        </span>
      )}
    </>
  )
}
