import type { Access } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"

/** Whom an access is for. */
export function SubjectName({ access: { subject } }: { access: Access }) {
  switch (subject.kind) {
    case "key":
      return subject.key.name
    case "account":
      return <Trans>All keys of {subject.account.handle}</Trans>
    case "project":
      return <Trans>All keys of all members</Trans>
  }
}
