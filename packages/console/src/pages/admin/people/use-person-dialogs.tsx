import type { Account } from "@latchkey/contract"
import { useState } from "react"
import { DisableDialog } from "./disable-dialog.tsx"
import { QuotaDialog } from "./quota-dialog.tsx"
import { ResetDialog } from "./reset-dialog.tsx"

const dialogsByName = { disable: DisableDialog, quota: QuotaDialog, reset: ResetDialog } as const

type DialogName = keyof typeof dialogsByName

/** The dialogs about one account, for pages that offer its menu: `open` one, and put `dialog` into the page. */
export function usePersonDialogs() {
  const [shown, setShown] = useState<{ readonly name: DialogName; readonly account: Account }>()
  const Shown = shown === undefined ? undefined : dialogsByName[shown.name]
  return {
    open: (name: DialogName, account: Account) => setShown({ name, account }),
    dialog:
      shown === undefined || Shown === undefined ? null : (
        <Shown account={shown.account} onClose={() => setShown(undefined)} />
      ),
  }
}

export type OpenPersonDialog = ReturnType<typeof usePersonDialogs>["open"]
