// What was typed and reached nobody.

/**
 * Return the words that no customer or colleague got: {one, what, text}, by conversation, none twice.
 * They stand in the fields, on their way, beside a field that another window overtook, or in the dialog for passing on.
 */
export function leftWords(shift) {
  return shift.cases.flatMap((one) => {
    const [reply, note] = ["reply", "note"].map((field) => shift.draft(one.id, field));
    const found = [
      ...shift.pending.filter((action) => action.case === one.id && action.text).map(({ text }) => ["On its way: the server is being asked", text]),
      ["Reply, not sent in time", reply.text], ["Reply, typed beside another window", reply.unsent],
      ["Internal note, not added in time", note.text], ["Note, typed beside another window", note.unsent],
      ["Words for passing on, not sent", shift.keep.get(`box:pass-${one.id}`)],
    ];
    const seen = new Set();
    return found.map(([what, text]) => ({ one, what, text: (text ?? "").trim() })).filter(({ text }) => text && !seen.has(text) && seen.add(text));
  });
}
