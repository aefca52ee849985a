import type { CommentBody } from "@plumbline/contracts/langfuse-stored";
import { type AnyComment, type CommentSubject, commentSubjects } from "@plumbline/services/comment";

type ObjectType = CommentBody["objectType"];

const objectTypes: Readonly<Record<CommentSubject, ObjectType>> = {
  trace: "TRACE",
  observation: "OBSERVATION",
  session: "SESSION",
  prompt: "PROMPT",
};

export function commentSubject(type: ObjectType): CommentSubject {
  return commentSubjects.find((subject) => objectTypes[subject] === type) ?? "trace";
}

export function commentBody(comment: AnyComment): CommentBody {
  return {
    id: comment.id,
    projectId: comment.projectId,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    objectType: objectTypes[comment.subject],
    objectId: comment.subjectId,
    content: comment.body,
    authorUserId: comment.authorUserId,
  };
}
