import { PageHeader } from "../../ui/page-header.tsx"
export default function Page() {
  return <PageHeader title="sign-in" description="Text" />
}
