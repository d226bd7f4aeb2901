import { Skeleton } from "@mantine/core"
import { type ComponentProps, lazy, Suspense } from "react"
import { withServerWords } from "../../i18n.ts"

const Loaded = lazy(async () => ({
  default: (await withServerWords(() => import("./servers/account-closings.tsx"))).AccountClosings,
}))

/** Which servers close when an account opens nothing any more, everywhere or in a project. */
export function AccountClosings(props: ComponentProps<typeof Loaded>) {
  return (
    <Suspense fallback={<Skeleton height={76} />}>
      <Loaded {...props} />
    </Suspense>
  )
}
