const scopeCheck = /^require\w*(?:Permission|User)$/;
/** writeAudit and what it is called by where one change has several readers. */
const auditWriter = /^writeAudit/;

/**
 * A verb that opens a transaction has checked what the actor may do before, or is itself the system, and
 * writes an audit entry through that transaction. Helpers of the same file count as part of the verb.
 */
export const verbTransaction = {
  meta: {
    type: "problem",
    messages: {
      raw: "Open transactions with runTransaction of @plumbline/db/transaction, which knows the errors.",
      scope:
        "This verb opens a transaction before it checked who asks: await require…Permission(ctx, …) first.",
      audit: "This verb opens a transaction without an audit entry: await writeAudit(tx, ctx, …) inside it.",
      auditOutside:
        "writeAudit takes the transaction's client, so that entry and change stand or fall together.",
    },
  },
  create(context) {
    /** Outermost function → what it calls. */
    const functions = new Map();

    function factsAbout(node) {
      const outermost = outermostFunction(node);
      if (outermost === null) return null;
      let facts = functions.get(outermost);
      if (facts === undefined) {
        facts = { name: nameOf(outermost), calls: [], transactions: [], systemAt: null };
        functions.set(outermost, facts);
      }
      return facts;
    }

    return {
      CallExpression(node) {
        const name = calleeName(node);
        if (name === "$transaction") context.report({ node, messageId: "raw" });
        if (auditWriter.test(name) && node.arguments[0]?.type !== "Identifier") {
          context.report({ node, messageId: "auditOutside" });
        }
        const facts = factsAbout(node);
        if (facts === null) {
          if (name === "runTransaction") context.report({ node, messageId: "scope" });
          return;
        }
        facts.calls.push({ name, at: node.range[0] });
        if (name === "runTransaction") facts.transactions.push(node);
      },
      Property(node) {
        const isSystemActor =
          node.key.type === "Identifier" && node.key.name === "type" && node.value.value === "system";
        const facts = isSystemActor ? factsAbout(node) : null;
        if (facts !== null) facts.systemAt ??= node.range[0];
      },
      "Program:exit"() {
        const byName = new Map([...functions.values()].map((facts) => [facts.name, facts]));
        for (const facts of functions.values()) {
          for (const transaction of facts.transactions) {
            const [start, end] = transaction.range;
            const before = facts.calls.filter(({ at }) => at < start);
            const within = facts.calls.filter(({ at }) => at > start && at < end);
            const isSystem = facts.systemAt !== null && facts.systemAt < start;
            if (!isSystem && !reaches(before, (name) => scopeCheck.test(name), byName)) {
              context.report({ node: transaction, messageId: "scope" });
            }
            if (!reaches(within, (name) => auditWriter.test(name), byName)) {
              context.report({ node: transaction, messageId: "audit" });
            }
          }
        }
      },
    };
  },
};

/** Whether one of the calls, or a call inside a function of this file that they lead to, is wanted. */
function reaches(calls, isWanted, byName, seen = new Set()) {
  return calls.some(({ name }) => {
    if (isWanted(name)) return true;
    const callee = byName.get(name);
    if (callee === undefined || seen.has(name)) return false;
    seen.add(name);
    return reaches(callee.calls, isWanted, byName, seen);
  });
}

function calleeName({ callee }) {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type !== "MemberExpression") return "";
  return callee.property.type === "Identifier" ? callee.property.name : String(callee.property.value ?? "");
}

function outermostFunction(node) {
  let outermost = null;
  for (let current = node.parent; current; current = current.parent) {
    if (/Function/.test(current.type)) outermost = current;
  }
  return outermost;
}

function nameOf(node) {
  return node.id?.name ?? node.parent?.id?.name ?? node.parent?.key?.name ?? "";
}
