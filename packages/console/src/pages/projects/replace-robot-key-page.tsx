import { useParams } from "@tanstack/react-router"
import { ReplaceKey } from "../keys/servers/replace/replace-key.tsx"
import { RobotFrame } from "./robots/robot-frame.tsx"

/** Replaces a key of a robot. */
export default function ReplaceRobotKeyPage() {
  const params = useParams({ from: "/signed-in/p/$projectId/robots/$robotId/keys/$keyId/replace" })
  const { projectId, robotId, keyId } = params
  return (
    <RobotFrame projectId={projectId} robotId={robotId}>
      {() => <ReplaceKey key={keyId} keyId={keyId} />}
    </RobotFrame>
  )
}
