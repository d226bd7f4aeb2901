import type { ProjectRole } from "@latchkey/core"
import { Argument, type Command, Option } from "commander"
import { projectRoleChoices } from "../choices.ts"
import { examples, jsonOption } from "../help.ts"

const oneProject = ["<project>", "its name or id"] as const
const deleted = "an object with the id"

/** Declares `latchkey project ...`. */
export function addProjectCommands(project: Command): void {
  addOwnCommands(project)
  addMemberCommands(project)
}

function addOwnCommands(project: Command): void {
  project
    .command("list")
    .description("List the projects that you are in.")
    .option(...jsonOption("the API's ProjectList"))
    .addHelpText("after", examples("latchkey project list"))
    .action(async (options) => (await import("./project/list.ts")).listProjects(options))
  project
    .command("create")
    .description("Create a project, and be its owner.")
    .argument("<name>", "its name")
    .option(...jsonOption("the API's Project"))
    .addHelpText("after", examples("latchkey project create atlas"))
    .action(async (name: string, options) => (await import("./project/create.ts")).createProject(name, options))
  project
    .command("rename")
    .description("Give a project another name.")
    .argument(...oneProject)
    .argument("<name>", "its new name")
    .option(...jsonOption("the API's Project"))
    .addHelpText("after", examples("latchkey project rename atlas atlas-2"))
    .action(async (text: string, name: string, options) =>
      (await import("./project/rename.ts")).renameProject(text, name, options),
    )
  project
    .command("leave")
    .description("Leave a project. Its last owner cannot.")
    .argument(...oneProject)
    .option("--yes", "do not ask")
    .option("--no-wait", "do not wait until servers have said that they let your keys in no more")
    .option(...jsonOption(deleted))
    .addHelpText("after", examples("latchkey project leave atlas"))
    .action(async (text: string, options) => (await import("./project/leave.ts")).leaveProject(text, options))
  project
    .command("delete")
    .description("Delete a project that is empty.")
    .argument(...oneProject)
    .option("--yes", "do not ask")
    .option(...jsonOption(deleted))
    .addHelpText("after", examples("latchkey project delete atlas"))
    .action(async (text: string, options) => (await import("./project/delete.ts")).deleteProject(text, options))
}

function addMemberCommands(project: Command): void {
  project
    .command("members")
    .description("List who is in a project.")
    .argument(...oneProject)
    .option(...jsonOption("the API's MemberList"))
    .addHelpText("after", examples("latchkey project members atlas"))
    .action(async (text: string, options) => (await import("./project/members.ts")).listMembers(text, options))
  project
    .command("role")
    .description("Change what a member is in a project.")
    .argument(...oneProject)
    .argument("<handle>", "the member's handle")
    .addArgument(new Argument("<role>", "what they are to be").choices(projectRoleChoices))
    .option(...jsonOption("the API's Member"))
    .addHelpText("after", examples("latchkey project role atlas bob viewer"))
    .action(async (text: string, handle: string, role: ProjectRole, options) =>
      (await import("./project/role.ts")).changeMemberRole(text, handle, role, options),
    )
  project
    .command("invite")
    .summary("Invite somebody by a link.")
    .description("Print a link with which somebody who has an account joins a project. It works once, within 7 days.")
    .argument(...oneProject)
    .addOption(new Option("--role <role>", "what they will be").choices(projectRoleChoices).default("member"))
    .option(...jsonOption("the API's NewLink"))
    .addHelpText("after", examples("latchkey project invite atlas --role viewer"))
    .action(async (text: string, options) => (await import("./project/invite.ts")).inviteToProject(text, options))
  project
    .command("invitations")
    .description("List open invitations to a project.")
    .argument(...oneProject)
    .option(...jsonOption("the API's ProjectInvitationList"))
    .addHelpText("after", examples("latchkey project invitations atlas"))
    .action(async (text: string, options) => (await import("./project/invitations.ts")).listInvitations(text, options))
  project
    .command("revoke")
    .description("Take an invitation to a project back.")
    .argument(...oneProject)
    .argument("<invitation>", "its id")
    .option(...jsonOption(deleted))
    .addHelpText("after", examples("latchkey project revoke atlas 01a2b3c4-0000-7000-8000-000000000000"))
    .action(async (text: string, link: string, options) =>
      (await import("./project/revoke.ts")).revokeInvitation(text, link, options),
    )
  project
    .command("remove-member")
    .description("Remove somebody from a project.")
    .argument(...oneProject)
    .argument("<handle>", "the member's handle")
    .option("--yes", "do not ask")
    .option("--no-wait", "do not wait until servers have said that they let their keys in no more")
    .option(...jsonOption(deleted))
    .addHelpText("after", examples("latchkey project remove-member atlas bob"))
    .action(async (text: string, handle: string, options) =>
      (await import("./project/remove-member.ts")).removeMember(text, handle, options),
    )
}
